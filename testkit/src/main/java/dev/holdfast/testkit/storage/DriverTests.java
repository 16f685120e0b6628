// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

/** A group of tests of the contract. */
interface DriverTests {

  /** The store of the running test, fresh and empty when it begins. */
  StoreUnderTest store();
}
