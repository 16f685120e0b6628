// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/** Finds virtual threads (JEP 444) on a JDK that has them; class files of 17 cannot name them. */
final class VirtualThreads {

  private static final String BUILDER = "java.lang.Thread$Builder$OfVirtual";

  private VirtualThreads() {}

  /**
   * A factory of virtual threads named {@code <prefix>0}, {@code <prefix>1}, and so on; empty where
   * the JDK has none, or has them as a preview that is not enabled.
   */
  static Optional<ThreadFactory> factory(String prefix) {
    return factory(BUILDER, prefix);
  }

  static Optional<ThreadFactory> factory(String builderName, String prefix) {
    try {
      Class<?> builder = Class.forName(builderName);
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      MethodHandle ofVirtual =
          lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(builder));
      MethodHandle name =
          lookup.findVirtual(
              builder, "name", MethodType.methodType(builder, String.class, long.class));
      MethodHandle factory =
          lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
      Object named = name.invoke(ofVirtual.invoke(), prefix, 0L);
      return Optional.of((ThreadFactory) factory.invoke(named));
    } catch (Throwable ignored) { // a JDK without virtual threads gets a pool
      return Optional.empty();
    }
  }
}
