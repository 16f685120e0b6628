// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.seeded.signature.storage.internal;

/** Used by another package, hence rightly public, but not for signatures. */
public final class Hidden {}
