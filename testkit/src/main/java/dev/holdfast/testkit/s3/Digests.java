// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Digests that every JDK has. */
final class Digests {
  private Digests() {}

  /** A new digest of the given name. */
  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks " + algorithm, e);
    }
  }

  static byte[] of(String algorithm, Body body) {
    MessageDigest digest = digest(algorithm);
    for (Body.Piece piece : body.pieces()) {
      digest.update(piece.array(), piece.from(), piece.length());
    }
    return digest.digest();
  }

  static byte[] of(String algorithm, byte[] bytes) {
    return digest(algorithm).digest(bytes);
  }

  static byte[] hmacSha256(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException("not a key", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks HmacSHA256", e);
    }
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
