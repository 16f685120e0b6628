// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.spi.DriverUpload;
import org.junit.jupiter.api.Test;

/** What a driver says of itself, and its end. */
interface LifecycleContract extends DriverTests {

  @Test
  default void name_isConstant() {
    String name = store().driver().name();
    assertThat(name).as("name").isNotBlank();
    store().stat("anything");
    assertThat(store().driver().name()).isEqualTo(name);
  }

  @Test
  default void capabilities_areConstant() {
    assertThat(store().driver().capabilities()).isEqualTo(store().claimed());
    store().stat("anything");
    assertThat(store().driver().capabilities()).isEqualTo(store().claimed());
  }

  @Test
  default void unwrap_foreignType_isEmpty() {
    assertThat(store().driver().unwrap(LifecycleContract.class)).isEmpty();
  }

  @Test
  default void store_fresh_isEmpty() {
    assertThat(store().list("")).isEmpty();
    assertThat(store().listGrouped("")).isEmpty();
  }

  @Test
  default void F49_close_twice_isTheSameAsOnce() {
    store().driver().close();
    store().driver().close();
  }

  @Test
  default void F49_close_afterWork_isIdempotent() throws Exception {
    store().put("kept", Payload.plain(100, 1));
    store().open("kept").body().close();
    store().driver().close();
    store().driver().close();
  }

  @Test
  default void F49_close_sessionLeftOpen_succeeds() {
    DriverUpload session = store().begin("abandoned");
    session.write(new byte[10], 0, 10);
    store().driver().close();
    session.close();
  }
}
