/**
 * Section 19 of the protocol page, copied by hand and never generated: the one vector that did not come out of this code.
 * Octets in hexadecimal.
 */
export const WORKED_EXAMPLE = {
  tokenId: '101112131415161718191a1b1c1d1e1f',
  serial: 'ST-482-719-36',
  origin: 'https://token.example',
  recoveryKey: '404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f',
  epoch: 7,
  resetRandom: 5831,
  unlockDigits: 16,
  issuerId: '737964131f9f3ca4c754b1f8db4d6e84',
  resetMacKey: '852161756a664412938c3c3c341c997e50c59531a50ebe3172f1e33191d84b22',
  unlockKey: 'b01949462718493e6d18ff3595874701bc8e0d441a01db7b49f280986edebde3',
  receiptKey: '1ba680bf82fc90058f5e45f69dd4ef25668f96a0a35533e82788fcb594162749',
  pinResetCode: { data: '107583158372', shown: '10751 83150 83728' },
  unlockCode: { data: '2399527682889307', shown: '23993 52760 82889 93071' },
  maxAttempts: 5,
  minPinLength: 6,
  maxPinLength: 12,
  createdAt: 1767225600,
  header:
    '5354563101010003737964131f9f3ca4c754b1f8db4d6e84101112131415161718191a1b1c1d1e1f000000000000000716c70000e4041005060c00' +
    '0000006955b9000d53542d3438322d3731392d33360000',
  headerHash: 'ca79c602447dd15ab7d08d978e67fa0382b8df0160b84f385d98dad781e699ba',
  deviceKey: 'a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf',
  erasable: 'c0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf',
  masterKey: '808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f',
  memoryKiB: 65536,
  passes: 3,
  pin: {
    typed: '482915',
    salt: '0102030405060708090a0b0c0d0e0f10',
    nonce: '5152535455565758595a5b5c',
    slot:
      '010100030001000000000003010000000102030405060708090a0b0c0d0e0f10' +
      '0dfe85050bb8d52ef0d0f6a1e714ebafb9a2feb62016e9648d84846e57942fe2' +
      '5152535455565758595a5b5c' +
      'ada6311e4c07f1261847cd756cfd882c5b61372a3beb37e1b2fd7fc19d106279f94b4409a38205ec5a2302dde9af69ca',
  },
  recovery: {
    salt: '2122232425262728292a2b2c2d2e2f30',
    nonce: '6162636465666768696a6b6c',
    slot:
      '020100010001000000000003010000002122232425262728292a2b2c2d2e2f30' +
      '05f22d83d4e06db627d057ded0f5fe27ef19ed08bff8981382fd52bff1609cbb' +
      '6162636465666768696a6b6c' +
      'abe62b6ecfc74d78e9ac4bde840141b02bfb1b9174efa1e73ccdf6d12a063d4ff5fd3081027d78d097822914156ac131',
  },
} as const;
