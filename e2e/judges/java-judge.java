import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateRevokedException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Java says to every question in a file, in one process: the start of a machine takes longer than a verdict. A question is a line, its parts set
 * off by tabs: how it is judged, then
 *
 *   path    ROOT  CERTIFICATE...           by path alone
 *   answer  ROOT  ANSWER  CERTIFICATE...   the first certificate by an answer of OCSP in a file
 *   ask     ROOT  CERTIFICATE...           the first certificate by OCSP, asked of the address in it
 *   lists   ROOT  LIST,LIST  CERTIFICATE...
 *   keytool ARGUMENT...                    what the program says, in base64
 *
 * The verdict is a line too, in the same order. The files are DER or PEM, the nearest certificate first.
 */
class JavaJudge {
  public static void main(String[] questions) throws Exception {
    for (String line : Files.readAllLines(Path.of(questions[0]))) {
      String[] parts = line.split("\t");
      System.out.println(verdict(parts[0], parts));
    }
  }

  static String verdict(String how, String[] parts) throws Exception {
    switch (how) {
      case "path":
        return validate(parts[1], certificates(parts, 2), null, List.of());
      case "answer":
        PKIXRevocationChecker given = checker(Option.ONLY_END_ENTITY, Option.NO_FALLBACK);
        List<X509Certificate> path = certificates(parts, 3);
        given.setOcspResponses(Map.of(path.get(0), Files.readAllBytes(Path.of(parts[2]))));
        return validate(parts[1], path, given, List.of());
      case "ask":
        return validate(parts[1], certificates(parts, 2), checker(Option.ONLY_END_ENTITY, Option.NO_FALLBACK), List.of());
      case "lists":
        List<X509CRL> lists = new ArrayList<>();
        for (String file : parts[2].split(",")) lists.add(list(file));
        return validate(parts[1], certificates(parts, 3), checker(Option.PREFER_CRLS, Option.NO_FALLBACK), lists);
      case "keytool":
        return keytool(Arrays.copyOfRange(parts, 1, parts.length));
      default:
        throw new IllegalArgumentException(how);
    }
  }

  static String validate(String root, List<X509Certificate> path, PKIXRevocationChecker checker, List<X509CRL> lists) throws Exception {
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(certificate(root), null)));
    parameters.setRevocationEnabled(checker != null);
    if (checker != null) parameters.addCertPathChecker(checker);
    parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists)));
    try {
      CertPathValidator.getInstance("PKIX").validate(factory().generateCertPath(path), parameters);
      return "good";
    } catch (CertPathValidatorException refusal) {
      if (!(refusal.getCause() instanceof CertificateRevokedException revoked)) return String.valueOf(refusal.getMessage());
      // The ordinals of the enumeration are the numbers of RFC 5280 section 5.3.1.
      return "revoked " + revoked.getRevocationReason().ordinal();
    }
  }

  /** The program itself, which ends this process where it fails. */
  static String keytool(String[] arguments) throws Exception {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream says = new ByteArrayOutputStream();
    PrintStream heard = new PrintStream(says, true, StandardCharsets.UTF_8);
    System.setOut(heard);
    System.setErr(heard);
    try {
      sun.security.tools.keytool.Main.main(arguments);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    return Base64.getEncoder().encodeToString(says.toByteArray());
  }

  static PKIXRevocationChecker checker(Option... options) throws Exception {
    PKIXRevocationChecker checker = (PKIXRevocationChecker) CertPathValidator.getInstance("PKIX").getRevocationChecker();
    checker.setOptions(Set.of(options));
    return checker;
  }

  static List<X509Certificate> certificates(String[] parts, int from) throws Exception {
    List<X509Certificate> path = new ArrayList<>();
    for (String file : List.of(parts).subList(from, parts.length)) path.add(certificate(file));
    return path;
  }

  static X509Certificate certificate(String file) throws Exception {
    try (InputStream in = new FileInputStream(file)) {
      return (X509Certificate) factory().generateCertificate(in);
    }
  }

  static X509CRL list(String file) throws Exception {
    try (InputStream in = new FileInputStream(file)) {
      return (X509CRL) factory().generateCRL(in);
    }
  }

  static CertificateFactory factory() throws Exception {
    return CertificateFactory.getInstance("X.509");
  }
}
