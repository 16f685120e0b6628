// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The versions of all objects and the unfinished uploads of one bucket. Guarded by the state. */
final class Bucket {
  private final NavigableMap<String, List<Version>> objects = new TreeMap<>(Bucket::byUtf8);
  private final Map<String, Upload> uploads = new TreeMap<>();

  /** The newest version, or null if there is none or it is a marker. */
  @Nullable Version current(String key) {
    List<Version> versions = objects.getOrDefault(key, List.of());
    Version newest = versions.isEmpty() ? null : versions.get(versions.size() - 1);
    return newest == null || newest.marker() ? null : newest;
  }

  /**
   * The version of an id, or the current one for an empty id.
   *
   * @throws S3Error if there is none
   */
  Version version(String key, String id) {
    Version found = id.isEmpty() ? current(key) : null;
    for (Version one : objects.getOrDefault(key, List.of())) {
      found = !id.isEmpty() && one.id().equals(id) ? one : found;
    }
    if (found == null) {
      throw id.isEmpty()
          ? S3Error.noSuchKey(key)
          : new S3Error(404, "NoSuchVersion", "The specified version does not exist.");
    }
    return found;
  }

  /** All versions, the oldest first. */
  List<Version> versions(String key) {
    return List.copyOf(objects.getOrDefault(key, List.of()));
  }

  /** Keys in the order of their UTF-8 bytes, with those that have no current version. */
  List<String> keys() {
    return new ArrayList<>(objects.keySet());
  }

  void add(String key, Version version, boolean keepOthers) {
    List<Version> versions = objects.computeIfAbsent(key, any -> new ArrayList<>());
    if (!keepOthers) {
      versions.clear();
    }
    versions.add(version);
  }

  void replace(String key, Version old, Version changed) {
    objects.getOrDefault(key, List.of()).replaceAll(one -> one.equals(old) ? changed : one);
  }

  /** Removes a version, or all for an empty id; whether there was one. */
  boolean remove(String key, String id) {
    List<Version> versions = objects.getOrDefault(key, new ArrayList<>());
    boolean removed = versions.removeIf(one -> id.isEmpty() || one.id().equals(id));
    if (versions.isEmpty()) {
      objects.remove(key);
    }
    return removed;
  }

  void add(Upload upload) {
    uploads.put(upload.id(), upload);
  }

  void remove(Upload upload) {
    uploads.remove(upload.id());
  }

  /**
   * An unfinished upload.
   *
   * @throws S3Error if there is none
   */
  Upload upload(String key, String id) {
    Upload upload = uploads.get(id);
    if (upload == null || !upload.key().equals(key)) {
      throw S3Error.noSuchUpload(id);
    }
    return upload;
  }

  /** Unfinished uploads by key, then by id, which is the order of their beginnings. */
  List<Upload> uploads() {
    List<Upload> sorted = new ArrayList<>(uploads.values());
    sorted.sort((a, b) -> byUtf8(a.key(), b.key()));
    return sorted;
  }

  static int byUtf8(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
