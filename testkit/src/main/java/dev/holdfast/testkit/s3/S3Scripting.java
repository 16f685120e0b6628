// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

/**
 * A line of a script that is being written: which requests, how many of them, and at last {@link
 * #answer what happens}. For one thread.
 */
public final class S3Scripting {
  private final Script script;
  private final RequestMatcher matcher;
  private long skip;
  private long times = 1;

  S3Scripting(Script script, RequestMatcher matcher) {
    this.script = script;
    this.matcher = matcher;
  }

  /** Leaves the first requests that match alone. Default: none. */
  public S3Scripting skip(long count) {
    if (count < 0) {
      throw new IllegalArgumentException("count must be >= 0: " + count);
    }
    skip = count;
    return this;
  }

  /** Takes so many requests, at least 1. Default: 1. */
  public S3Scripting times(long count) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be >= 1: " + count);
    }
    times = count;
    return this;
  }

  /** Takes every request until the fault is removed. */
  public S3Scripting always() {
    times = Long.MAX_VALUE;
    return this;
  }

  /** Puts the fault in; from now on it takes requests. Of several that fit, the first one does. */
  public S3Injection answer(S3Fault fault) {
    return script.add(matcher, fault, skip, times);
  }
}
