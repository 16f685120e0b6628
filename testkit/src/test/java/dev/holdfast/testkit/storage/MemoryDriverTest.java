// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MemoryDriverTest {

  @Test
  void create_sameCallsTwice_giveTheSameEtagsAndTimes() {
    assertThat(trace(MemoryDriver.create())).isEqualTo(trace(MemoryDriver.create()));
  }

  @Test
  void builder_clockAndEtags_areUsed() {
    Instant noon = Instant.parse("2026-06-01T12:00:00Z");
    MemoryDriver driver =
        MemoryDriver.builder()
            .name("double")
            .clock(InstantSource.fixed(noon))
            .etags(() -> "tag")
            .build();
    ObjectInfo info = put(driver, "a");
    assertThat(driver.name()).isEqualTo("double");
    assertThat(info.modified()).isEqualTo(noon);
    assertThat(info.created()).isEqualTo(noon);
    assertThat(info.etag()).isEqualTo("tag");
  }

  @Test
  void put_again_keepsCreated() {
    MemoryDriver driver = MemoryDriver.create();
    ObjectInfo first = put(driver, "a");
    ObjectInfo second = put(driver, "a");
    assertThat(second.created()).isEqualTo(first.created());
    assertThat(second.modified()).isAfter(first.modified());
  }

  @Test
  void put_arrayChangedLater_storedBytesDoNot() {
    MemoryDriver driver = MemoryDriver.create();
    byte[] bytes = {1, 2, 3};
    StoreUnderTest store = new StoreUnderTest(driver, driver.capabilities(), 1000, reason -> {});
    store.put("a", bytes);
    bytes[0] = 9;
    assertThat(store.read("a")).containsExactly(1, 2, 3);
  }

  @Test
  void list_groupOfManyKeys_isOneEntryAndOnePage() {
    MemoryDriver driver = MemoryDriver.create();
    IntStream.range(0, 5000).forEach(n -> put(driver, "big/" + n));
    put(driver, "z");
    ListPage page = driver.list(new ListQuery("", true, "", 10), CallContext.unbounded());
    assertThat(StoreUnderTest.texts(page.entries())).containsExactly("big/", "z");
    assertThat(page.last()).isTrue();
  }

  @Test
  void close_storedObjects_canStillBeRead() {
    MemoryDriver driver = MemoryDriver.create();
    put(driver, "a");
    driver.close();
    assertThat(driver.stat(StorageKey.of("a"), CallContext.unbounded())).isPresent();
  }

  @Test
  void build_presignOrNoName_isRefused() {
    MemoryDriver.Builder presign =
        MemoryDriver.builder().capabilities(Set.of(Capability.WRITE, Capability.PRESIGN));
    assertThatThrownBy(presign::build).isInstanceOf(IllegalArgumentException.class);
    MemoryDriver.Builder unnamed = MemoryDriver.builder().name("");
    assertThatThrownBy(unnamed::build).isInstanceOf(IllegalArgumentException.class);
  }

  private static List<String> trace(MemoryDriver driver) {
    return IntStream.range(0, 20).mapToObj(n -> put(driver, "k" + n % 7).toString()).toList();
  }

  private static ObjectInfo put(MemoryDriver driver, String key) {
    return driver.put(
        StorageKey.of(key),
        Content.ofBytes(new byte[] {1}),
        UploadOptions.defaults(),
        CallContext.unbounded());
  }
}
