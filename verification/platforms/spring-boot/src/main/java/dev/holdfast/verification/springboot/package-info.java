// SPDX-License-Identifier: Apache-2.0
/**
 * A Spring Boot application that keeps an object for each of its starts in a local store.
 *
 * <p>{@link dev.holdfast.verification.springboot.FilesApplication} makes the storage a bean, which
 * the platform closes; {@link dev.holdfast.verification.springboot.Starts} uses it.
 */
@NullMarked
package dev.holdfast.verification.springboot;

import org.jspecify.annotations.NullMarked;
