// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.holdfast.storage.ByteSelection;
import dev.holdfast.storage.Capability;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.PresignRequest;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What drivers are given, give back, and inherit. */
class DriverTypesTest {

  private static final StorageKey KEY = StorageKey.of("a");

  @Test
  void listPage_empty_isAllowedOnlyAsTheLast() {
    assertThat(new ListPage(List.of(), true).entries()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ListPage(List.of(), false))
        .withMessage("a page without entries must be the last");
  }

  @Test
  void listPage_copiesItsEntries() {
    ListCursor.Entry item = new ListCursor.Item(KEY, 1, "e", Instant.EPOCH);
    List<ListCursor.Entry> entries = new ArrayList<>(List.of(item, new ListCursor.Prefix("b/")));
    ListPage page = new ListPage(entries, false);
    entries.clear();
    assertThat(page.entries()).containsExactly(item, new ListCursor.Prefix("b/")).isUnmodifiable();
    assertThat(page.last()).isFalse();
  }

  @Test
  void records_keepWhatTheyAreGiven() {
    ListQuery query = new ListQuery("a/", true, "a/b", 7);
    assertThat(query.prefix()).isEqualTo("a/");
    assertThat(query.grouped()).isTrue();
    assertThat(query.after()).isEqualTo("a/b");
    assertThat(query.limit()).isEqualTo(7);
    ObjectInfo info = ObjectInfo.builder(KEY, 9).etag("e").modified(Instant.EPOCH).build();
    InputStream body = InputStream.nullInputStream();
    DriverDownload download = new DriverDownload(info, new ByteSelection.Slice(2, 3), body);
    assertThat(download.info()).isSameAs(info);
    assertThat(download.range()).isEqualTo(new ByteSelection.Slice(2, 3));
    assertThat(download.body()).isSameAs(body);
  }

  @Test
  void callContext_unbounded_hasAboutTwoLifetimes() {
    Duration remaining = CallContext.unbounded().remaining();
    assertThat(remaining).isBetween(Duration.ofDays(146 * 365), Duration.ofDays(147 * 365));
    assertThat(remaining.toNanos()).as("twice that fits a long").isLessThan(Long.MAX_VALUE / 2 + 1);
    assertThat(CallContext.unbounded().remaining()).isEqualTo(remaining);
  }

  @Test
  void observer_none_ignoresAll() {
    StorageObserver none = StorageObserver.none();
    StorageException failure = StorageException.builder(StorageException.Kind.TIMEOUT).build();
    for (StorageOperation operation : StorageOperation.values()) {
      assertThatCode(
              () -> {
                none.operationEnded("s", operation, Duration.ZERO, null);
                none.operationEnded("s", operation, Duration.ZERO, failure);
                none.bytesMoved("s", operation, 1);
              })
          .doesNotThrowAnyException();
    }
  }

  @Test
  void driver_thatClaimsWhatItLacks_isToldSo() {
    try (BareDriver driver = new BareDriver()) {
      assertThat(driver.capabilities()).contains(Capability.UPLOAD_SESSION, Capability.PRESIGN);
      assertThatIllegalStateException()
          .isThrownBy(() -> driver.begin(KEY, UploadOptions.defaults(), CallContext.unbounded()))
          .withMessage("bare claims UPLOAD_SESSION but has no begin()");
      assertThatIllegalStateException()
          .isThrownBy(() -> driver.presign(PresignRequest.get(KEY)))
          .withMessage("bare claims PRESIGN but has no presign()");
    }
  }

  @Test
  void driver_unwrap_givesTheDriverAsWhatItIs() {
    try (BareDriver driver = new BareDriver()) {
      assertThat(driver.unwrap(BareDriver.class)).containsSame(driver);
      assertThat(driver.unwrap(StorageDriver.class)).containsSame(driver);
      assertThat(driver.unwrap(String.class)).isEmpty();
    }
  }
}
