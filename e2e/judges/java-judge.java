import java.io.FileInputStream;
import java.io.InputStream;
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
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What Java says of every leaf in the folders it is given, in one process: by path alone, by OCSP (it asks by SHA-1 only), by the full list, and
 * by the list of its shard where it points to one. A line for each: folder, leaf, by what, verdict. Everything is handed to it; nothing is fetched.
 */
class JavaJudge {
  static final CertificateFactory FACTORY;

  static {
    try {
      FACTORY = CertificateFactory.getInstance("X.509");
    } catch (Exception impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  public static void main(String[] folders) throws Exception {
    for (String folder : folders) judge(Path.of(folder));
  }

  static void judge(Path folder) throws Exception {
    X509Certificate root = certificate(folder.resolve("root.der"));
    X509Certificate issuing = certificate(folder.resolve("issuing.der"));
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.getFileName().toString().matches("leaf-\\d+\\.der")).sorted().toList();
    }
    for (Path file : files) {
      X509Certificate leaf = certificate(file);
      String name = file.getFileName().toString().replace(".der", "");
      say(folder, name, "path", validate(root, List.of(leaf, issuing), null, List.of()));
      PKIXRevocationChecker ocsp = checker(PKIXRevocationChecker.Option.ONLY_END_ENTITY, PKIXRevocationChecker.Option.NO_FALLBACK);
      ocsp.setOcspResponses(Map.of(leaf, Files.readAllBytes(folder.resolve(name + ".sha1.ocsp"))));
      say(folder, name, "ocsp", validate(root, List.of(leaf, issuing), ocsp, List.of()));
      for (String list : pointsToShard(leaf) ? List.of("full", "shard") : List.of("full")) {
        PKIXRevocationChecker crl = checker(PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK);
        List<X509CRL> lists = List.of(list(folder.resolve(list + ".crl")), list(folder.resolve("root.crl")));
        say(folder, name, list, validate(root, List.of(leaf, issuing), crl, lists));
      }
    }
  }

  static String validate(X509Certificate root, List<X509Certificate> path, PKIXRevocationChecker checker, Collection<X509CRL> lists) throws Exception {
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
    parameters.setRevocationEnabled(checker != null);
    if (checker != null) parameters.addCertPathChecker(checker);
    parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(new ArrayList<>(lists))));
    try {
      CertPathValidator.getInstance("PKIX").validate(FACTORY.generateCertPath(path), parameters);
      return "good";
    } catch (CertPathValidatorException refusal) {
      if (!(refusal.getCause() instanceof CertificateRevokedException revoked)) return String.valueOf(refusal.getMessage());
      // The ordinals of the enumeration are the numbers of RFC 5280 section 5.3.1.
      return "revoked " + revoked.getRevocationReason().ordinal();
    }
  }

  static boolean pointsToShard(X509Certificate leaf) {
    byte[] points = leaf.getExtensionValue("2.5.29.31");
    return points != null && new String(points, StandardCharsets.ISO_8859_1).contains("shard");
  }

  static PKIXRevocationChecker checker(PKIXRevocationChecker.Option... options) throws Exception {
    PKIXRevocationChecker checker = (PKIXRevocationChecker) CertPathValidator.getInstance("PKIX").getRevocationChecker();
    checker.setOptions(Set.of(options));
    return checker;
  }

  static X509Certificate certificate(Path file) throws Exception {
    try (InputStream in = new FileInputStream(file.toFile())) {
      return (X509Certificate) FACTORY.generateCertificate(in);
    }
  }

  static X509CRL list(Path file) throws Exception {
    try (InputStream in = new FileInputStream(file.toFile())) {
      return (X509CRL) FACTORY.generateCRL(in);
    }
  }

  static void say(Path folder, String leaf, String by, String verdict) {
    System.out.println(folder.getFileName() + "\t" + leaf + "\t" + by + "\t" + verdict);
  }
}
