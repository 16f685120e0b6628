// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.storage.Checksum;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * {@link Described} as user metadata of S3, names without {@code x-amz-meta-}: {@code
 * holdfast-format} (1), {@code holdfast-write}, {@code holdfast-crc32c}, {@code
 * holdfast-file-name}, and the user's own names, values as {@link WireText}.
 *
 * <p>S3 keeps 2 KiB of it; some servers count the prefix of each name too, and so do we. Where that
 * is too much, the file name and the user's metadata are packed into {@code holdfast-packed}: lines
 * of name, equals sign and value, the file name without a name, deflated (RFC 1951), in Base64.
 */
final class MetadataCodec {

  static final int MOST_BYTES = 2048;

  private static final int PREFIX_BYTES = "x-amz-meta-".length();
  private static final int MOST_UNPACKED_BYTES = 16 * 1024;
  private static final String OURS = "holdfast-";
  private static final String FORMAT = OURS + "format";
  private static final String WRITE = OURS + "write";
  private static final String CRC32C = OURS + "crc32c";
  private static final String FILE_NAME = OURS + "file-name";
  private static final String PACKED = OURS + "packed";
  private static final String VERSION = "1";
  private static final Pattern CRC = Pattern.compile("[0-9a-f]{8}");

  private MetadataCodec() {}

  /**
   * The metadata on the wire.
   *
   * @throws TooLarge if it does not fit
   */
  static Map<String, String> encode(Described described) {
    Map<String, String> plain = own(described);
    if (described.fileName() != null) {
      plain.put(FILE_NAME, WireText.encode(described.fileName()));
    }
    described.metadata().forEach((name, value) -> plain.put(name, WireText.encode(value)));
    if (size(plain) <= MOST_BYTES) {
      return plain;
    }
    Map<String, String> packed = own(described);
    packed.put(PACKED, pack(described));
    if (size(packed) > MOST_BYTES) {
      throw new TooLarge(Math.min(size(plain), size(packed)));
    }
    return packed;
  }

  /**
   * What the metadata of an object says; that of an object which others wrote is taken as it is.
   */
  static Described decode(Map<String, String> wire) {
    Map<String, String> rest = new TreeMap<>();
    wire.forEach((name, value) -> rest.put(name.toLowerCase(Locale.ROOT), value));
    if (!VERSION.equals(rest.remove(FORMAT))) {
      return new Described(null, null, null, rest);
    }
    String writeId = rest.remove(WRITE);
    Checksum checksum = checksum(rest.remove(CRC32C));
    String fileName = rest.remove(FILE_NAME);
    String packed = rest.remove(PACKED);
    rest.replaceAll((name, value) -> WireText.decode(value));
    if (packed != null) {
      unpack(packed).ifPresent(lines -> lines.lines().forEach(line -> addLine(line, rest)));
      fileName = rest.remove("");
    } else if (fileName != null) {
      fileName = WireText.decode(fileName);
    }
    return new Described(writeId, checksum, fileName, rest);
  }

  private static Map<String, String> own(Described described) {
    Map<String, String> own = new TreeMap<>();
    own.put(FORMAT, VERSION);
    if (described.writeId() != null) {
      own.put(WRITE, described.writeId());
    }
    if (described.checksum() != null) {
      own.put(CRC32C, described.checksum().hex());
    }
    return own;
  }

  private static int size(Map<String, String> wire) {
    return wire.entrySet().stream()
        .mapToInt(entry -> PREFIX_BYTES + entry.getKey().length() + entry.getValue().length())
        .sum();
  }

  private static @Nullable Checksum checksum(@Nullable String hex) {
    return hex == null || !CRC.matcher(hex).matches()
        ? null
        : new Checksum(Checksum.Algorithm.CRC32C, hex);
  }

  private static void addLine(String line, Map<String, String> metadata) {
    int sign = line.indexOf('=');
    metadata.put(line.substring(0, Math.max(0, sign)), line.substring(sign + 1));
  }

  private static String pack(Described described) {
    StringBuilder lines = new StringBuilder();
    if (described.fileName() != null) {
      lines.append('=').append(described.fileName()).append('\n');
    }
    described
        .metadata()
        .forEach((name, value) -> lines.append(name).append('=').append(value).append('\n'));
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(lines.toString().getBytes(StandardCharsets.UTF_8));
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[MOST_BYTES];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return Base64.getEncoder().encodeToString(out.toByteArray());
    } finally {
      deflater.end();
    }
  }

  /** The lines; empty if they were damaged, or come to more than anybody packs. */
  private static Optional<String> unpack(String packed) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(Base64.getDecoder().decode(packed));
      byte[] buffer = new byte[MOST_UNPACKED_BYTES];
      int length = inflater.inflate(buffer);
      return inflater.finished()
          ? Optional.of(new String(buffer, 0, length, StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (DataFormatException | IllegalArgumentException e) { // not what this class wrote
      return Optional.empty();
    } finally {
      inflater.end();
    }
  }

  /** The metadata takes more than S3 keeps. */
  static final class TooLarge extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    TooLarge(int bytes) {
      super(
          "metadata and file name take %d bytes on the wire with what is kept beside them, at most %d fit"
              .formatted(bytes, MOST_BYTES));
    }
  }
}
