// SPDX-License-Identifier: Apache-2.0
/**
 * A Quarkus application that keeps an object for each of its starts in a local store.
 *
 * <p>{@link dev.holdfast.verification.quarkus.Files} makes the storage a bean and closes it; {@link
 * dev.holdfast.verification.quarkus.FilesApplication} uses it.
 */
@NullMarked
package dev.holdfast.verification.quarkus;

import org.jspecify.annotations.NullMarked;
