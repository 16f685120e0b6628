// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Checks signatures of version 4, in headers and in links, against the keys of a server. */
final class Signatures {
  private static final Duration MOST_SKEW = Duration.ofMinutes(15);

  private final Map<String, String> secrets = new ConcurrentHashMap<>();
  private final String region;
  private volatile boolean required;

  Signatures(Map<String, String> secrets, String region) {
    this.region = region;
    secrets.forEach(this::allow);
  }

  /** Takes a key from now on; every request must be signed from now on. */
  void allow(String accessKey, String secretKey) {
    secrets.put(accessKey, secretKey);
    required = true;
  }

  /** Takes a key no longer. */
  void revoke(String accessKey) {
    secrets.remove(accessKey);
  }

  /**
   * Checks who sends a request.
   *
   * @return what has to be checked while the body comes
   * @throws S3Error if the request is not signed as it has to be
   */
  Authorization check(S3Request request, Instant now) {
    if (!required) {
      return Authorization.NONE;
    }
    SignedHead signed = SignedHead.of(request);
    if (signed == null) {
      throw new S3Error(403, "AccessDenied", "Access Denied");
    }
    String secret = secrets.get(signed.accessKey());
    if (secret == null) {
      throw new S3Error(403, "InvalidAccessKeyId", "The access key does not exist.")
          .with("AWSAccessKeyId", signed.accessKey());
    }
    checkTime(signed, now);
    checkScope(signed);
    checkSignedFields(request.head().headers(), signed);
    byte[] key = key(secret, signed);
    String canonical = CanonicalRequest.text(request.head(), signed);
    String toSign = stringToSign(SignedHead.ALGORITHM, signed, sha256(canonical));
    if (!matches(signed.signature(), signature(key, toSign))) {
      throw mismatch().with("StringToSign", toSign).with("CanonicalRequest", canonical);
    }
    String payload = request.head().headers().get("x-amz-content-sha256", "");
    return payload.startsWith("STREAMING-" + SignedHead.ALGORITHM)
        ? new ChunkSignatures(key, signed)
        : Authorization.NONE;
  }

  static S3Error mismatch() {
    return new S3Error(
        403, "SignatureDoesNotMatch", "The signature that you sent is not the one computed here.");
  }

  static String stringToSign(String kind, SignedHead signed, String... lines) {
    return String.join("\n", kind, signed.timestamp(), signed.scope(), String.join("\n", lines));
  }

  static String signature(byte[] key, String toSign) {
    return Digests.hex(Digests.hmacSha256(key, toSign.getBytes(StandardCharsets.UTF_8)));
  }

  static boolean matches(String given, String expected) {
    return MessageDigest.isEqual(WireInput.bytes(given), WireInput.bytes(expected));
  }

  static String sha256(String text) {
    return Digests.hex(Digests.of("SHA-256", text.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] key(String secret, SignedHead signed) {
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part : signed.scope().split("/", -1)) {
      key = Digests.hmacSha256(key, part.getBytes(StandardCharsets.UTF_8));
    }
    return key;
  }

  private static void checkTime(SignedHead signed, Instant now) {
    Instant signedAt = signed.signedAt();
    String serverTime = now.toString();
    if (signed.link()) {
      Instant end = signedAt.plusSeconds(signed.validSeconds());
      if (now.isAfter(end) || now.plus(MOST_SKEW).isBefore(signedAt)) {
        throw new S3Error(403, "AccessDenied", "Request has expired")
            .with("Expires", end.toString())
            .with("ServerTime", serverTime);
      }
    } else if (Duration.between(signedAt, now).abs().compareTo(MOST_SKEW) > 0) {
      throw new S3Error(
              403, "RequestTimeTooSkewed", "The request's time and the server's differ too much.")
          .with("RequestTime", signed.timestamp())
          .with("ServerTime", serverTime)
          .with("MaxAllowedSkewMilliseconds", Long.toString(MOST_SKEW.toMillis()));
    }
  }

  private void checkScope(SignedHead signed) {
    boolean sameDay = signed.timestamp().startsWith(signed.scopePart(0));
    boolean ours = signed.scopePart(1).equals(region) && signed.scopePart(2).equals("s3");
    if (!sameDay || !ours || !signed.scopePart(3).equals("aws4_request")) {
      throw new S3Error(400, "AuthorizationHeaderMalformed", "The scope of the signature is wrong.")
          .with("Region", region);
    }
  }

  /** What S3 itself acts on must be signed, and so must the host. */
  private static void checkSignedFields(Headers headers, SignedHead signed) {
    List<String> unsigned = new ArrayList<>();
    headers
        .joined()
        .keySet()
        .forEach(
            name -> {
              boolean needed = name.equals("host") || name.startsWith("x-amz-");
              if (needed && !signed.headers().contains(name)) {
                unsigned.add(name);
              }
            });
    if (!unsigned.isEmpty()) {
      throw new S3Error(403, "AccessDenied", "Headers of the request were not signed.")
          .with("HeadersNotSigned", String.join(", ", unsigned));
    }
  }
}
