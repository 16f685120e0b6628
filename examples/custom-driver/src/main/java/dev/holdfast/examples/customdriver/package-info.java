// SPDX-License-Identifier: Apache-2.0
/**
 * A storage driver of one's own: all objects in one ZIP archive.
 *
 * <p>Start at {@link dev.holdfast.examples.customdriver.ZipDriver}. To make a storage of it, hand
 * it to {@code Pipeline.around(driver)}; the test of this example shows how.
 *
 * <p>Reading order: {@code ZipDriver} (the operations), {@code Change} (one write: decide, rewrite,
 * publish), {@code Archive} (the file), {@code Call} (when to stop, and how a failure is told),
 * {@code Attributes} (what is kept beside the bytes).
 *
 * <p>Many threads may call; writes go one after the other, reads never wait. The driver owns the
 * archive from open to close.
 */
@NullMarked
package dev.holdfast.examples.customdriver;

import org.jspecify.annotations.NullMarked;
