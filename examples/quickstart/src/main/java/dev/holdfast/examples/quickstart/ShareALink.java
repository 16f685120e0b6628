// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.quickstart;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.PresignRequest;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.local.LocalLinks;
import dev.holdfast.storage.local.LocalStorage;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Makes a link and checks it, as a web application does. Arguments: directory, file. */
public final class ShareALink {

  private ShareALink() {}

  /** Runs the program. */
  public static void main(String[] args) {
    URI base = URI.create("https://files.example.org/shared");
    byte[] secret = new byte[32]; // an application keeps one in its configuration
    new SecureRandom().nextBytes(secret);
    try (FileStorage storage =
        LocalStorage.builder(Path.of(args[0])).presignBase(base, secret).build()) {
      StorageKey key = storage.store(Content.ofFile(Path.of(args[1])), "photo.png", "image/png");
      URI link = storage.presign(PresignRequest.get(key)).uri(); // for 15 minutes
      LocalLinks.Grant grant = LocalLinks.of(base, secret).verify("GET", link);
      System.out.println(link + " opens " + grant.key() + " until " + grant.expires());
    }
  }
}
