// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.seeded.signature.storage.internal;

/** Seeded violation: public for nobody. */
public final class Lonely {}
