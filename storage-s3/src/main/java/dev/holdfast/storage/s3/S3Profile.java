// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import static dev.holdfast.storage.Capability.IF_ABSENT;
import static dev.holdfast.storage.Capability.IF_MATCH;
import static dev.holdfast.storage.Capability.IF_MATCH_DELETE;
import static dev.holdfast.storage.Capability.KEY_BESIDE_PREFIX;
import static dev.holdfast.storage.Capability.METADATA;
import static dev.holdfast.storage.Capability.PRESIGN;
import static dev.holdfast.storage.Capability.TAGS;
import static dev.holdfast.storage.Capability.UPLOAD_SESSION;
import static dev.holdfast.storage.Capability.WRITE;

import dev.holdfast.storage.Capability;
import java.util.Set;

/**
 * Which server it is, and so which dialect of S3 it speaks. More may be added; a switch needs a
 * default branch.
 */
public enum S3Profile {
  /** Amazon S3. The SDK's own checksums on top of ours, conditions everywhere. */
  AWS(
      Set.of(
          WRITE,
          UPLOAD_SESSION,
          METADATA,
          PRESIGN,
          TAGS,
          KEY_BESIDE_PREFIX,
          IF_ABSENT,
          IF_MATCH,
          IF_MATCH_DELETE),
      new Traits(true, true, true, true)),
  /** MinIO of 2024 or later. No conditional delete, and no object beside a prefix of its name. */
  MINIO(
      Set.of(WRITE, UPLOAD_SESSION, METADATA, PRESIGN, TAGS, IF_ABSENT, IF_MATCH),
      new Traits(false, true, true, false)),
  /**
   * Ceph's RADOS gateway of 16 or later. Some versions ignore conditions of multipart uploads, so
   * none is claimed.
   */
  CEPH(
      Set.of(WRITE, UPLOAD_SESSION, METADATA, PRESIGN, TAGS, KEY_BESIDE_PREFIX),
      new Traits(false, false, false, false)),
  /** Any other server: only what all of them do. */
  UNKNOWN(Set.of(WRITE, UPLOAD_SESSION, METADATA, PRESIGN), new Traits(false, false, false, false));

  private final Set<Capability> capabilities;
  private final Traits traits;

  S3Profile(Set<Capability> capabilities, Traits traits) {
    this.capabilities = capabilities;
    this.traits = traits;
  }

  /** What the server can do, unless the settings say otherwise. */
  Set<Capability> capabilities() {
    return capabilities;
  }

  Traits traits() {
    return traits;
  }

  /**
   * How requests to a server are made.
   *
   * @param sdkChecksums whether the SDK adds checksums of its own, as trailers
   * @param declaredChecksum whether the CRC32C of a body is sent along in a header
   * @param chunkedSignature whether bodies over plain HTTP are signed in chunks, so that they are
   *     read once; else they are read twice
   * @param conditionalCopy whether a copy in one request honours conditions on the target
   */
  record Traits(
      boolean sdkChecksums,
      boolean declaredChecksum,
      boolean chunkedSignature,
      boolean conditionalCopy) {}
}
