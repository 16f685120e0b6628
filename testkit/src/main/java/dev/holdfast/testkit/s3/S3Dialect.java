// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * In which ways a {@link ScriptedS3} differs from AWS. Values are immutable: each method gives a
 * changed copy, and {@link #aws()} is where to begin.
 */
public final class S3Dialect {
  /** What becomes of {@code If-Match} and {@code If-None-Match} on a write. */
  public enum Conditions {
    /** A condition that does not hold is answered with 412. */
    HONOURED,
    /** Conditions are overlooked, as servers do that do not know them. */
    IGNORED,
    /** A request with a condition is answered with 501. */
    REFUSED
  }

  /** What becomes of a body in the chunks of {@code aws-chunked}. */
  public enum AwsChunked {
    /** Decoded. */
    DECODED,
    /** Decoded, but with trailing fields refused: 400 {@code XAmzContentSHA256Mismatch}. */
    NO_TRAILERS,
    /** Refused: 400 {@code XAmzContentSHA256Mismatch}. */
    REFUSED,
    /** Stored with the frames of its chunks, as servers do that do not know them. */
    STORED_RAW
  }

  /** How objects are listed. */
  public enum Listing {
    /** In the order of the keys' UTF-8 bytes. */
    SORTED,
    /** Each page backwards. */
    UNSORTED,
    /** {@code list-type=2} is overlooked and answered as the first version of the call. */
    FIRST_VERSION_ONLY,
    /** The token for the next page leads to the same page again. */
    STUCK
  }

  private static final S3Dialect AWS = new S3Dialect();

  private Map<S3Operation, Conditions> conditions = Map.of();
  private Set<S3Operation> unknown = Set.of();
  private Map<String, String> failingKeys = Map.of();
  private AwsChunked awsChunked = AwsChunked.DECODED;
  private Listing listing = Listing.SORTED;
  private boolean tagging = true;
  private boolean checksums = true;
  private boolean batchDeleteNeedsMd5;
  private boolean continueSwallowed;
  private boolean prefixConflicts;
  private long minPartBytes = 5L << 20;
  private long maxPutBytes = 5L << 30;

  private S3Dialect() {}

  private S3Dialect(S3Dialect other) {
    this.conditions = other.conditions;
    this.unknown = other.unknown;
    this.failingKeys = other.failingKeys;
    this.awsChunked = other.awsChunked;
    this.listing = other.listing;
    this.tagging = other.tagging;
    this.checksums = other.checksums;
    this.batchDeleteNeedsMd5 = other.batchDeleteNeedsMd5;
    this.continueSwallowed = other.continueSwallowed;
    this.prefixConflicts = other.prefixConflicts;
    this.minPartBytes = other.minPartBytes;
    this.maxPutBytes = other.maxPutBytes;
  }

  /** As AWS behaves: everything honoured, parts of at least 5 MiB, objects of at most 5 GiB. */
  public static S3Dialect aws() {
    return AWS;
  }

  /**
   * As Ceph behaved for years: {@code aws-chunked} with trailing fields is refused, checksums and
   * conditions on writes are overlooked, batch deletes need Content-MD5.
   */
  public static S3Dialect oldCeph() {
    return AWS.awsChunked(AwsChunked.NO_TRAILERS)
        .checksums(false)
        .conditions(Conditions.IGNORED)
        .batchDeleteNeedsMd5(true);
  }

  /** Conditions on every operation that writes or deletes. Default: honoured. */
  public S3Dialect conditions(Conditions all) {
    S3Dialect changed = new S3Dialect(this);
    Map<S3Operation, Conditions> each = new EnumMap<>(S3Operation.class);
    Arrays.stream(S3Operation.values()).forEach(operation -> each.put(operation, all));
    changed.conditions = each;
    return changed;
  }

  /** Conditions on one operation, for servers that honour them here and not there. */
  public S3Dialect conditions(S3Operation operation, Conditions here) {
    S3Dialect changed = new S3Dialect(this);
    Map<S3Operation, Conditions> each = new EnumMap<>(S3Operation.class);
    each.putAll(conditions);
    each.put(operation, here);
    changed.conditions = each;
    return changed;
  }

  /** Operations that are answered with 501. Default: none. */
  public S3Dialect without(S3Operation... operations) {
    S3Dialect changed = new S3Dialect(this);
    Set<S3Operation> all = EnumSet.noneOf(S3Operation.class);
    all.addAll(unknown);
    all.addAll(Arrays.asList(operations));
    changed.unknown = all;
    return changed;
  }

  /** Bodies in the chunks of {@code aws-chunked}. Default: decoded. */
  public S3Dialect awsChunked(AwsChunked newValue) {
    S3Dialect changed = new S3Dialect(this);
    changed.awsChunked = newValue;
    return changed;
  }

  /** How objects are listed. Default: sorted. */
  public S3Dialect listing(Listing newValue) {
    S3Dialect changed = new S3Dialect(this);
    changed.listing = newValue;
    return changed;
  }

  /** Whether there are tags; without, requests and headers with tags get 501. Default: true. */
  public S3Dialect tagging(boolean newValue) {
    S3Dialect changed = new S3Dialect(this);
    changed.tagging = newValue;
    return changed;
  }

  /** Whether {@code x-amz-checksum-*} is verified and kept, or overlooked. Default: true. */
  public S3Dialect checksums(boolean newValue) {
    S3Dialect changed = new S3Dialect(this);
    changed.checksums = newValue;
    return changed;
  }

  /** Whether a batch delete without Content-MD5 gets 400. Default: false. */
  public S3Dialect batchDeleteNeedsMd5(boolean newValue) {
    S3Dialect changed = new S3Dialect(this);
    changed.batchDeleteNeedsMd5 = newValue;
    return changed;
  }

  /** Whether {@code Expect: 100-continue} is never answered with 100. Default: false. */
  public S3Dialect continueSwallowed(boolean newValue) {
    S3Dialect changed = new S3Dialect(this);
    changed.continueSwallowed = newValue;
    return changed;
  }

  /** Whether {@code f} and {@code f/g} exclude one another, as on MinIO. Default: false. */
  public S3Dialect prefixConflicts(boolean newValue) {
    S3Dialect changed = new S3Dialect(this);
    changed.prefixConflicts = newValue;
    return changed;
  }

  /** The least size of every part but the last. Default: 5 MiB. */
  public S3Dialect minPartBytes(long newValue) {
    S3Dialect changed = new S3Dialect(this);
    changed.minPartBytes = newValue;
    return changed;
  }

  /** The most that one put, one part or one copy may have. Default: 5 GiB. */
  public S3Dialect maxPutBytes(long newValue) {
    S3Dialect changed = new S3Dialect(this);
    changed.maxPutBytes = newValue;
    return changed;
  }

  /** Keys that a batch delete does not delete, each with the code of its error. */
  S3Dialect failingKeys(Map<String, String> codes) {
    S3Dialect changed = new S3Dialect(this);
    changed.failingKeys = Map.copyOf(codes);
    return changed;
  }

  Map<String, String> failingKeys() {
    return failingKeys;
  }

  Conditions conditions(S3Operation operation) {
    return conditions.getOrDefault(operation, Conditions.HONOURED);
  }

  boolean knows(S3Operation operation) {
    return operation != S3Operation.OTHER && !unknown.contains(operation);
  }

  AwsChunked awsChunked() {
    return awsChunked;
  }

  Listing listing() {
    return listing;
  }

  boolean tagging() {
    return tagging;
  }

  boolean checksums() {
    return checksums;
  }

  boolean batchDeleteNeedsMd5() {
    return batchDeleteNeedsMd5;
  }

  boolean continueSwallowed() {
    return continueSwallowed;
  }

  boolean prefixConflicts() {
    return prefixConflicts;
  }

  long minPartBytes() {
    return minPartBytes;
  }

  long maxPutBytes() {
    return maxPutBytes;
  }
}
