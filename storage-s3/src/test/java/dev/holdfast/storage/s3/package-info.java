// SPDX-License-Identifier: Apache-2.0
/** Tests of the S3 driver, over a scripted server inside the JVM. */
@NullMarked
package dev.holdfast.storage.s3;

import org.jspecify.annotations.NullMarked;
