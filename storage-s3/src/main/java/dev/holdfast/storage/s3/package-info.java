// SPDX-License-Identifier: Apache-2.0
/**
 * A {@link dev.holdfast.storage.FileStorage} over S3 and the servers that speak it.
 *
 * <p>Start at {@link dev.holdfast.storage.s3.S3Storage}; everything else is package-private but for
 * its settings. Reading order: {@code S3Storage} (settings in), {@code S3Opening} (puts it
 * together), {@code S3Driver} (one request per method), {@code S3Calls} and {@code S3Errors} (what
 * became of a request), {@code WireBody} (bytes on their way), {@code S3Uploads} and {@code
 * S3Upload} (small and in parts), {@code S3Copies}, {@code S3Listing}, {@code S3Links}.
 *
 * <p>This is the only package that knows the AWS SDK; its types are in the signatures here where a
 * user hands over credentials.
 */
@NullMarked
package dev.holdfast.storage.s3;

import org.jspecify.annotations.NullMarked;
