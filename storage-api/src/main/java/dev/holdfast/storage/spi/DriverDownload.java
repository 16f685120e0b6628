// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.spi;

import dev.holdfast.storage.ByteSelection;
import dev.holdfast.storage.ObjectInfo;
import java.io.InputStream;

/**
 * An object open for reading.
 *
 * @param info the object as it was when opened; all bytes are of that version, also if it is
 *     replaced or deleted meanwhile
 * @param range the bytes that the body has
 * @param body exactly those bytes; fewer are a failure that the library detects. Reading may throw
 *     a plain {@link java.io.IOException}, which the library translates. Closing it frees what the
 *     download holds
 */
public record DriverDownload(ObjectInfo info, ByteSelection.Slice range, InputStream body) {}
