// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The faults at work in one direction of one connection, in the order of their injection. Guarded
 * by the loop's lock.
 */
final class Chain {
  private record Link(Injection injection, Stage stage) {}

  private final List<Link> links = new ArrayList<>();
  private final Consumer<Parcel> outlet;

  Chain(Consumer<Parcel> outlet) {
    this.outlet = outlet;
  }

  void pass(Parcel parcel) {
    passFrom(0, parcel);
  }

  void add(Injection injection, Stage stage) {
    int index = 0;
    while (index < links.size() && links.get(index).injection().number() < injection.number()) {
      index++;
    }
    links.add(index, new Link(injection, stage));
    int behind = index + 1;
    stage.begin(parcel -> passFrom(behind, parcel));
  }

  void remove(Injection injection) {
    for (int index = 0; index < links.size(); index++) {
      if (links.get(index).injection() == injection) {
        int behind = index + 1;
        links.get(index).stage().finish(parcel -> passFrom(behind, parcel));
        links.remove(index);
        return;
      }
    }
  }

  boolean full() {
    return links.stream().anyMatch(link -> link.stage().full());
  }

  boolean delays() {
    return links.stream().anyMatch(link -> link.stage().delays());
  }

  boolean keeps() {
    return links.stream().anyMatch(link -> link.stage().kept() > 0);
  }

  private void passFrom(int index, Parcel parcel) {
    if (index == links.size()) {
      outlet.accept(parcel);
    } else {
      links.get(index).stage().pass(parcel, next -> passFrom(index + 1, next));
    }
  }
}
