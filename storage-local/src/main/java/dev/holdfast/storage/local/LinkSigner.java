// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.PresignRequest;
import dev.holdfast.storage.PresignedRequest;
import dev.holdfast.storage.StorageKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and checks the signature of links: HMAC-SHA256 (RFC 2104) over a version, the method, the
 * key, the end and the content type, one a line.
 */
final class LinkSigner {

  static final String EXPIRES = "expires";
  static final String CONTENT_TYPE = "content-type";
  static final String SIGNATURE = "signature";

  private static final String ALGORITHM = "HmacSHA256";
  private static final int MIN_SECRET_BYTES = 16;
  private static final String UNRESERVED = "-._~";

  private final URI base;
  private final SecretKeySpec secret;
  private final String algorithm;

  /**
   * A signer.
   *
   * @throws IllegalArgumentException that lists what is wrong with the base and the secret
   */
  LinkSigner(URI base, byte[] secret) {
    this(base, secret, ALGORITHM);
  }

  /**
   * A signer with an algorithm of the caller's.
   *
   * @throws IllegalArgumentException that lists what is wrong with the base and the secret
   */
  LinkSigner(URI base, byte[] secret, String algorithm) {
    List<String> problems = problems(base, secret);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    this.base = base;
    this.secret = new SecretKeySpec(secret, algorithm);
    this.algorithm = algorithm;
  }

  /** What is wrong with the base and the secret of links, neither of which is shown. */
  static List<String> problems(URI base, byte[] secret) {
    List<String> problems = new ArrayList<>();
    if (!"http".equalsIgnoreCase(base.getScheme()) && !"https".equalsIgnoreCase(base.getScheme())) {
      problems.add("the base of links must begin with http:// or https://");
    }
    String authority = Objects.requireNonNullElse(base.getRawAuthority(), "");
    if (authority.isEmpty()) {
      problems.add("the base of links must have a host");
    }
    if (authority.contains("@")) {
      problems.add("the base of links must not have a user or password");
    }
    if (base.getRawQuery() != null || base.getRawFragment() != null) {
      problems.add("the base of links must not have a query or fragment");
    }
    if (secret.length < MIN_SECRET_BYTES) {
      problems.add("the secret for links must have at least " + MIN_SECRET_BYTES + " bytes");
    }
    return problems;
  }

  URI base() {
    return base;
  }

  PresignedRequest sign(PresignRequest request, Instant now) {
    Instant expires = Instant.ofEpochSecond(now.plus(request.expiry()).getEpochSecond());
    String type = request.contentType().orElse("");
    StringBuilder uri = new StringBuilder(base.toString());
    if (uri.charAt(uri.length() - 1) != '/') {
      uri.append('/');
    }
    uri.append(encoded(request.key().value(), true));
    uri.append('?').append(EXPIRES).append('=').append(expires.getEpochSecond());
    if (!type.isEmpty()) {
      uri.append('&').append(CONTENT_TYPE).append('=').append(encoded(type, false));
    }
    byte[] signature = signature(request.method(), request.key(), expires.getEpochSecond(), type);
    uri.append('&').append(SIGNATURE).append('=').append(text(signature));
    Map<String, String> headers = type.isEmpty() ? Map.of() : Map.of("Content-Type", type);
    return new PresignedRequest(request.method(), URI.create(uri.toString()), headers, expires);
  }

  /** Whether a signature is right, in time that does not depend on where it is wrong. */
  boolean right(
      String given, PresignRequest.Method method, StorageKey key, long expires, String type) {
    byte[] expected =
        text(signature(method, key, expires, type)).getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] signature(
      PresignRequest.Method method, StorageKey key, long expires, String type) {
    String signed = "holdfast-link-1\n%s\n%s\n%d\n%s".formatted(method, key.value(), expires, type);
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(secret);
      return mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no " + algorithm, e);
    }
  }

  private static String text(byte[] signature) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  private static String encoded(String text, boolean path) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || UNRESERVED.indexOf(c) >= 0
              || (path && c == '/');
      if (plain) {
        out.append(c);
      } else {
        out.append('%').append("%02X".formatted((int) c));
      }
    }
    return out.toString();
  }
}
