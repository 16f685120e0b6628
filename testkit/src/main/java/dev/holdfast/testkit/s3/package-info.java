// SPDX-License-Identifier: Apache-2.0
/**
 * An S3 server inside the JVM whose requests go wrong as a test writes it.
 *
 * <p>Start at {@link dev.holdfast.testkit.s3.ScriptedS3}. Reading order: {@link
 * dev.holdfast.testkit.s3.ScriptedS3Builder} and {@link dev.holdfast.testkit.s3.S3Dialect} (how the
 * server is), {@link dev.holdfast.testkit.s3.RequestMatcher}, {@link
 * dev.holdfast.testkit.s3.S3Scripting}, {@link dev.holdfast.testkit.s3.S3Fault}, {@link
 * dev.holdfast.testkit.s3.S3Injection} (what goes wrong), {@link
 * dev.holdfast.testkit.s3.RecordedRequest} and {@link dev.holdfast.testkit.s3.S3Effect} (what
 * happened). Then inside: {@code Listener}, {@code Connection}, {@code Turn} (one request), {@code
 * RequestHead}, {@code RequestBody}, {@code Decoding} (the wire), {@code Signatures} (who may),
 * {@code Operations} (which class does what) and {@code S3State} (what the server holds).
 *
 * <p>Sockets are real, and so is time unless a clock and waits are given. {@code ServerThreads} is
 * the only class that starts threads or waits for one; all other waiting goes through the waits.
 * All public types but the builder and {@code S3Scripting} may be used by many threads.
 *
 * <p>Needs the JDK only. Faults below HTTP, such as latency and lost packets, live in {@code
 * dev.holdfast.testkit.net}; a proxy from there may stand in front of this server.
 */
@NullMarked
package dev.holdfast.testkit.s3;

import org.jspecify.annotations.NullMarked;
