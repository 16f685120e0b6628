// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.resilience.Environment;
import dev.holdfast.storage.InvalidKeyException;
import dev.holdfast.storage.PresignRequest;
import dev.holdfast.storage.StorageAccessDeniedException;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Checks the links that a local storage made, inside whatever web framework serves them.
 *
 * <pre>{@code
 * LocalLinks links = LocalLinks.of(base, secret);
 * LocalLinks.Grant grant = links.verify(request.getMethod(), request.getURI());
 * try (Download download = storage.download(grant.key())) { ... }
 * }</pre>
 *
 * <p>A link is valid for one method (GET includes HEAD), one key, and, where one was bound, one
 * content type, until it expires. The serving code compares the content type of an upload with
 * {@link Grant#contentType()}. Immutable and thread-safe.
 */
public final class LocalLinks {

  private final LinkSigner signer;
  private final InstantSource clock;

  private LocalLinks(LinkSigner signer, InstantSource clock) {
    this.signer = signer;
    this.clock = clock;
  }

  /**
   * A checker of links with the system's clock.
   *
   * @param base the same URI that the storage was given
   * @param secret the same bytes that the storage was given; copied
   * @throws IllegalArgumentException that lists what is wrong with them, as for {@link
   *     LocalStorage.Builder#presignBase}
   */
  public static LocalLinks of(URI base, byte[] secret) {
    return of(base, secret, Environment.systemClock());
  }

  /**
   * A checker of links with a clock of the caller's.
   *
   * @param base the same URI that the storage was given
   * @param secret the same bytes that the storage was given; copied
   * @param clock tells when links end
   * @throws IllegalArgumentException that lists what is wrong with them, as for {@link
   *     LocalStorage.Builder#presignBase}
   */
  public static LocalLinks of(URI base, byte[] secret, InstantSource clock) {
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(secret, "secret");
    Objects.requireNonNull(clock, "clock");
    return new LocalLinks(new LinkSigner(base, secret), clock);
  }

  /**
   * What a valid link allows.
   *
   * @param method the method that was signed
   * @param key the object
   * @param contentType the content type that an upload must have
   * @param expires when the link ends
   */
  public record Grant(
      PresignRequest.Method method,
      StorageKey key,
      Optional<String> contentType,
      Instant expires) {}

  /**
   * Checks a request.
   *
   * @param method of the HTTP request
   * @param uri of the HTTP request, as received: still percent-encoded, with its query; scheme and
   *     host are not looked at
   * @throws StorageAccessDeniedException if the link was not made with this secret for this method,
   *     or has expired
   */
  public Grant verify(String method, URI uri) {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(uri, "uri");
    PresignRequest.Method signed = method(method);
    Map<String, String> query = query(uri);
    String type = query.getOrDefault(LinkSigner.CONTENT_TYPE, "");
    long expires = seconds(query.getOrDefault(LinkSigner.EXPIRES, ""));
    StorageKey key = key(uri);
    String signature = query.getOrDefault(LinkSigner.SIGNATURE, "");
    if (!signer.right(signature, signed, key, expires, type)) {
      throw denied("the signature is not right");
    }
    Instant end = Instant.ofEpochSecond(expires);
    if (!clock.instant().isBefore(end)) {
      throw denied("the link has expired");
    }
    return new Grant(signed, key, type.isEmpty() ? Optional.empty() : Optional.of(type), end);
  }

  private static PresignRequest.Method method(String method) {
    return switch (method) {
      case "GET", "HEAD" -> PresignRequest.Method.GET;
      case "PUT" -> PresignRequest.Method.PUT;
      default -> throw denied("links are for GET, HEAD and PUT");
    };
  }

  private StorageKey key(URI uri) {
    String base = Optional.ofNullable(signer.base().getRawPath()).orElse("");
    String prefix = base.endsWith("/") ? base : base + "/";
    String path = Optional.ofNullable(uri.getRawPath()).orElse("");
    if (!path.startsWith(prefix)) {
      throw denied("the path is not below the base of links");
    }
    try {
      return StorageKey.of(decoded(path.substring(prefix.length())));
    } catch (InvalidKeyException e) {
      throw denied("the path is not a key");
    }
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> query = new HashMap<>();
    String raw = Optional.ofNullable(uri.getRawQuery()).orElse("");
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (query.put(name, value) != null) {
        throw denied("a query parameter occurs twice");
      }
    }
    return query;
  }

  private static long seconds(String text) {
    if (text.isEmpty()) {
      throw denied("it has no end: the query parameter " + LinkSigner.EXPIRES + " is missing");
    }
    try {
      return Math.max(0, Math.min(Long.parseLong(text), Instant.MAX.getEpochSecond()));
    } catch (NumberFormatException e) {
      throw denied("the end is not a number");
    }
  }

  /** Decodes percent sequences only; a plus is a plus. */
  private static String decoded(String raw) {
    byte[] bytes = new byte[raw.length() * 3];
    int length = 0;
    for (int at = 0; at < raw.length(); at++) {
      char c = raw.charAt(at);
      if (c != '%') {
        for (byte b : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
          bytes[length++] = b;
        }
        continue;
      }
      int high = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 1), 16) : -1;
      int low = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 2), 16) : -1;
      if (high < 0 || low < 0) {
        throw denied("a percent sequence is broken");
      }
      bytes[length++] = (byte) (high * 16 + low);
      at += 2;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private static StorageException denied(String reason) {
    return StorageException.builder(StorageException.Kind.ACCESS_DENIED)
        .operation(StorageOperation.PRESIGN)
        .reason(reason)
        .advice("ask for a new link")
        .build();
  }
}
