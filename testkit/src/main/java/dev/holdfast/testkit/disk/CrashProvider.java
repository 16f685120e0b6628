// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Forwards the calls of {@code Files} for one file system; it is not registered anywhere. */
final class CrashProvider extends FileSystemProvider {
  static final String SCHEME = "crash";

  private final CrashFileSystem fileSystem;
  private final NameOperations names;
  private final AttributeOperations attributes;
  private final NamedAttributes named;
  private final Opening opening;

  CrashProvider(CrashFileSystem fileSystem) {
    this.fileSystem = fileSystem;
    this.names = new NameOperations(fileSystem.gate());
    this.attributes = fileSystem.attributeOperations();
    this.named = new NamedAttributes(fileSystem);
    this.opening = new Opening(fileSystem);
  }

  private CrashPath own(Path path) {
    if (path instanceof CrashPath own && own.getFileSystem() == fileSystem) {
      return own;
    }
    throw new ProviderMismatchException("path of another file system: " + path);
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
    throw new UnsupportedOperationException("use CrashFileSystem.builder()");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw new FileSystemNotFoundException("crash file systems are not registered: " + uri);
  }

  @Override
  public Path getPath(URI uri) {
    if (!SCHEME.equalsIgnoreCase(uri.getScheme())) {
      throw new IllegalArgumentException("not a " + SCHEME + " URI: " + uri);
    }
    return fileSystem.getPath(uri.getPath());
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs) throws IOException {
    return newFileChannel(path, options, attrs);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs) throws IOException {
    return opening.open(
        own(path), OpenFlags.of(options), CreationPermissions.of(attrs, Disk.FILE_PERMISSIONS));
  }

  /** The executor is not used: what such a channel does here it does in the calling thread. */
  @Override
  public AsynchronousFileChannel newAsynchronousFileChannel(
      Path path,
      Set<? extends OpenOption> options,
      @Nullable ExecutorService executor,
      FileAttribute<?>... attrs)
      throws IOException {
    return opening.openAsynchronous(own(path), OpenFlags.of(options));
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path dir, DirectoryStream.Filter<? super Path> filter) throws IOException {
    return new Listing(fileSystem).open(own(dir), filter);
  }

  @Override
  public void createDirectory(Path dir, FileAttribute<?>... attrs) throws IOException {
    names.createDirectory(own(dir), CreationPermissions.of(attrs, Disk.DIRECTORY_PERMISSIONS));
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attrs)
      throws IOException {
    if (attrs.length > 0) {
      throw new UnsupportedOperationException("initial attributes of a symbolic link");
    }
    names.createSymbolicLink(own(link), own(target));
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    names.createLink(own(link), own(existing));
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    return attributes.readLink(own(link));
  }

  @Override
  public void delete(Path path) throws IOException {
    names.delete(own(path));
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    new Copying(names, attributes, opening)
        .copy(own(source), own(target), new HashSet<>(List.of(options)));
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    names.move(own(source), own(target), options);
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    if (path.equals(other)) {
      return true;
    }
    return other instanceof CrashPath second
        && second.getFileSystem() == fileSystem
        && attributes.sameFile(own(path), second);
  }

  @Override
  public boolean isHidden(Path path) {
    Path name = path.getFileName();
    return name != null && name.toString().startsWith(".");
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    attributes.read(own(path), true);
    return fileSystem.store();
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    attributes.checkAccess(own(path), modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    boolean follow = AttributeOperations.follow(options);
    CrashPath own = own(path);
    if (type == UserDefinedFileAttributeView.class) {
      boolean supported = fileSystem.disk().options().userAttributes();
      return supported ? type.cast(new CrashUserView(attributes, own, follow)) : null;
    }
    String name = viewName(type);
    return name == null ? null : type.cast(new CrashPosixView(attributes, own, follow, name));
  }

  private static @Nullable String viewName(Class<? extends FileAttributeView> type) {
    if (type == BasicFileAttributeView.class) {
      return "basic";
    }
    if (type == PosixFileAttributeView.class) {
      return "posix";
    }
    return type == FileOwnerAttributeView.class ? "owner" : null;
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    if (type != BasicFileAttributes.class && type != PosixFileAttributes.class) {
      throw new UnsupportedOperationException("attributes of type " + type.getName());
    }
    return type.cast(attributes.read(own(path), AttributeOperations.follow(options)));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String spec, LinkOption... options)
      throws IOException {
    return named.read(own(path), spec, options);
  }

  @Override
  public void setAttribute(
      Path path, String attribute, @Nullable Object value, LinkOption... options)
      throws IOException {
    named.set(own(path), attribute, value, options);
  }
}
