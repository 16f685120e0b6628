// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Bytes that nobody changes, in pieces that bodies may share. */
final class Body {
  static final Body EMPTY = new Body(List.of());

  private static final byte[] ZEROS = new byte[1024 * 1024];

  /** A part of an array. */
  static final class Piece {
    private final byte[] array;
    private final int from;
    private final int length;

    Piece(byte[] array, int from, int length) {
      this.array = array;
      this.from = from;
      this.length = length;
    }

    byte[] array() {
      return array;
    }

    int from() {
      return from;
    }

    int length() {
      return length;
    }
  }

  private final List<Piece> pieces;
  private final long size;

  Body(List<Piece> pieces) {
    this.pieces = List.copyOf(pieces);
    this.size = pieces.stream().mapToLong(Piece::length).sum();
  }

  /** The bytes of an array, which the caller does not change any more. */
  static Body of(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Body(List.of(new Piece(bytes, 0, bytes.length)));
  }

  /** So many zero bytes, at next to no cost. */
  static Body zeros(long size) {
    return repeating(ZEROS, size);
  }

  /** The same bytes over and over, up to a size. */
  static Body repeating(byte[] unit, long size) {
    List<Piece> pieces = new ArrayList<>();
    for (long left = size; left > 0; left -= unit.length) {
      pieces.add(new Piece(unit, 0, (int) Math.min(left, unit.length)));
    }
    return new Body(pieces);
  }

  static Body joined(List<Body> bodies) {
    return new Body(bodies.stream().flatMap(body -> body.pieces.stream()).toList());
  }

  long size() {
    return size;
  }

  List<Piece> pieces() {
    return pieces;
  }

  /** The bytes from an offset on; both values must lie within the body. */
  Body slice(long from, long length) {
    List<Piece> cut = new ArrayList<>();
    long skip = from;
    long left = length;
    for (Piece piece : pieces) {
      int begin = (int) Math.min(skip, piece.length());
      int count = (int) Math.min(left, piece.length() - begin);
      if (count > 0) {
        cut.add(new Piece(piece.array(), piece.from() + begin, count));
      }
      skip -= begin;
      left -= count;
    }
    return new Body(cut);
  }

  /** This body with the lowest bit of one byte turned. */
  Body flipped(long at) {
    byte[] wrong = slice(at, 1).bytes();
    wrong[0] ^= 1;
    return joined(List.of(slice(0, at), of(wrong), slice(at + 1, size - at - 1)));
  }

  void writeTo(OutputStream out) throws IOException {
    for (Piece piece : pieces) {
      out.write(piece.array(), piece.from(), piece.length());
    }
  }

  /** A copy of all bytes. */
  byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream((int) Math.min(size, 1 << 20));
    try {
      writeTo(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toByteArray();
  }
}
