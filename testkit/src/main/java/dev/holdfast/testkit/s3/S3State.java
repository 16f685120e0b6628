// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * All that the server holds. Every operation runs as a whole under one lock: what it does happens
 * at one moment, and the order of effects is the order of those moments.
 */
final class S3State {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Bucket> buckets = new TreeMap<>();
  private final List<S3Effect> effects = new ArrayList<>();
  private final InstantSource clock;
  private final boolean versioned;
  private long uploads;

  S3State(InstantSource clock, boolean versioned) {
    this.clock = clock;
    this.versioned = versioned;
  }

  <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  boolean versioned() {
    return versioned;
  }

  Instant now() {
    return clock.instant();
  }

  void addBucket(String name) {
    buckets.putIfAbsent(name, new Bucket());
  }

  /**
   * The bucket of a name.
   *
   * @throws S3Error if there is none
   */
  Bucket bucket(String name) {
    Bucket bucket = buckets.get(name);
    if (bucket == null) {
      throw new S3Error(404, "NoSuchBucket", "The specified bucket does not exist.")
          .with("BucketName", name);
    }
    return bucket;
  }

  /** Makes content the current version of the call's key. */
  Version store(Call call, Content content, Attributes attributes) {
    Version version =
        version(false, attributes.opaqueEtag() ? opaque(content) : content, attributes);
    bucket(call.request().bucket()).add(call.key(), version, versioned);
    note(call, call.key(), version);
    return version;
  }

  /**
   * Deletes a key, or one version of it for an id that is not empty.
   *
   * @return what is to be told: the id of the marker or of the removed version, or empty
   */
  String delete(Call call, String key, String id) {
    Bucket bucket = bucket(call.request().bucket());
    boolean marks = versioned && id.isEmpty();
    Version gone =
        version(true, new Content(Body.EMPTY, "", Map.of()), new Attributes(Map.of(), Map.of()));
    if (marks) {
      bucket.add(key, gone, true);
    } else if (!bucket.remove(key, id)) {
      return id;
    }
    String told = marks ? gone.id() : id;
    Version noted =
        new Version(gone.order(), told, gone.modified(), true, gone.content(), gone.attributes());
    note(call, key, noted);
    return told;
  }

  String newUploadId() {
    uploads++;
    return String.format(Locale.ROOT, "upload-%08d", uploads);
  }

  List<S3Effect> effects() {
    return List.copyOf(effects);
  }

  /** Removes objects, uploads and effects; buckets stay. */
  void clear() {
    buckets.replaceAll((name, bucket) -> new Bucket());
    effects.clear();
  }

  private Version version(boolean marker, Content content, Attributes attributes) {
    long order = effects.size() + 1L;
    return new Version(order, versioned ? "v" + order : "null", now(), marker, content, attributes);
  }

  private void note(Call call, String key, Version version) {
    effects.add(
        new S3Effect(
            version.order(),
            call.number(),
            call.request().operation(),
            version.modified(),
            key,
            version.id(),
            version.content().etag(),
            version.content().body().size(),
            version.attributes().metadata()));
  }

  private static Content opaque(Content content) {
    byte[] hidden = Digests.of("MD5", WireInput.bytes("hidden " + content.etag()));
    return new Content(content.body(), Content.quoted(hidden), content.checksums());
  }
}
