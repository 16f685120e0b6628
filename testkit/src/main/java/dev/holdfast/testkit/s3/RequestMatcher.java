// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which requests a fault concerns. Values are immutable; each method narrows a copy.
 *
 * <p>A request is looked at when its head has come and nothing of its body was read: {@link
 * RecordedRequest#bodyBytes()} and all that follows from an answer is still empty.
 */
public final class RequestMatcher {
  private static final RequestMatcher ANY = new RequestMatcher("any request", request -> true);

  private final String description;
  private final Predicate<RecordedRequest> predicate;

  private RequestMatcher(String description, Predicate<RecordedRequest> predicate) {
    this.description = description;
    this.predicate = predicate;
  }

  /** Every request. */
  public static RequestMatcher any() {
    return ANY;
  }

  /** Requests for one of some operations. */
  public static RequestMatcher operation(S3Operation first, S3Operation... others) {
    Set<S3Operation> wanted = EnumSet.of(first, others);
    return new RequestMatcher(wanted.toString(), request -> wanted.contains(request.operation()));
  }

  /** Requests with an HTTP method. */
  public RequestMatcher method(String method) {
    return and("method " + method, request -> request.method().equals(method));
  }

  /** Requests about exactly this key. */
  public RequestMatcher key(String key) {
    return and("key " + key, request -> request.key().equals(key));
  }

  /** Requests about keys that begin so. */
  public RequestMatcher keyPrefix(String prefix) {
    return and("keys " + prefix + "*", request -> request.key().startsWith(prefix));
  }

  /** Requests about the part of a number. */
  public RequestMatcher part(int number) {
    return and("part " + number, request -> request.part() == number);
  }

  /**
   * Requests that a predicate accepts.
   *
   * @param what what it looks for, for messages
   */
  public RequestMatcher where(String what, Predicate<RecordedRequest> more) {
    return and(what, more);
  }

  boolean matches(RecordedRequest request) {
    return predicate.test(request);
  }

  @Override
  public String toString() {
    return description;
  }

  private RequestMatcher and(String what, Predicate<RecordedRequest> more) {
    return new RequestMatcher(description + ", " + what, predicate.and(more));
  }
}
