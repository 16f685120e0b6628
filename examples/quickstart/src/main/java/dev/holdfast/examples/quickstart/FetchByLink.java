// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.quickstart;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.PresignRequest;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.local.LocalLinks;
import dev.holdfast.storage.local.LocalStorage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** Shares an object by a link over HTTP; a link that was changed or has expired opens nothing. */
final class FetchByLink implements Scenario {

  private static final byte[] PHOTO = "a photograph".getBytes(StandardCharsets.UTF_8);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public String title() {
    return "Share one by a link";
  }

  @Override
  public void run(Tour tour) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    AtomicLong hoursAhead = new AtomicLong();
    InstantSource clock = () -> Instant.now().plus(hoursAhead.get(), ChronoUnit.HOURS);
    try (LinkServer server = LinkServer.open();
        FileStorage storage =
            LocalStorage.builder(tour.folder("links")).presignBase(server.base(), secret).build()) {
      server.serve(storage, LocalLinks.of(server.base(), secret, clock));
      StorageKey key = storage.store(Content.ofBytes(PHOTO), "photo.png", "image/png");
      URI link = storage.presign(PresignRequest.get(key)).uri();

      HttpResponse<byte[]> opened = get(client, link);
      boolean same = opened.statusCode() == 200 && Arrays.equals(opened.body(), PHOTO);
      tour.check(same, "the link opens the same bytes: %d".formatted(opened.statusCode()));

      URI other = URI.create(link.toString().replace("photo.png", "other.png"));
      int changed = get(client, other).statusCode();
      tour.check(changed == 403, "the link changed to another key: " + changed);

      hoursAhead.set(1);
      int late = get(client, link).statusCode();
      tour.check(late == 403, "the link an hour later: " + late);
    }
  }

  private static HttpResponse<byte[]> get(HttpClient client, URI link)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(link).timeout(PATIENCE).build();
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }
}
