// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

/** What the operations of one open store share. */
record StoreParts(
    Root root,
    RootLock lock,
    RecordPlace place,
    Durability durability,
    Stages stages,
    DirectoryTree tree,
    DirectoryWindows windows,
    ObjectFiles files,
    Publisher publisher,
    Gate gate,
    LocalErrors errors) {}
