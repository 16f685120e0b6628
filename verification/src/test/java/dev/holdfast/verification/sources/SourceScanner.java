// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.sources;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** Collects from one file what the rules on sizes and habits need. */
final class SourceScanner extends TreePathScanner<@Nullable Void, @Nullable Void> {

  /** A method with its size. */
  record Method(String where, long lines, int parameters, int nesting) {}

  final List<Method> methods = new ArrayList<>();
  final List<String> publicTypes = new ArrayList<>();
  final List<String> withoutJavadoc = new ArrayList<>();
  final List<String> monitors = new ArrayList<>();
  final List<String> emptyCatches = new ArrayList<>();

  private final SourceFile file;
  private final CompilationUnitTree unit;
  private final DocTrees trees;
  private int depth;
  private int deepest;

  SourceScanner(SourceFile file, CompilationUnitTree unit, DocTrees trees) {
    this.file = file;
    this.unit = unit;
    this.trees = trees;
  }

  SourceFile file() {
    return file;
  }

  @Override
  public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
    boolean topLevel = getCurrentPath().getParentPath().getLeaf().equals(unit);
    if (topLevel && type.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
      publicTypes.add(type.getSimpleName().toString());
      if (trees.getDocComment(getCurrentPath()) == null) {
        withoutJavadoc.add(where(type));
      }
    }
    return super.visitClass(type, null);
  }

  @Override
  public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
    int outerDepth = depth;
    int outerDeepest = deepest;
    depth = 0;
    deepest = 0;
    super.visitMethod(method, null);
    long lines = lineOf(end(method)) - lineOf(start(method)) + 1;
    int parameters = method.getParameters().size();
    methods.add(new Method(where(method) + " " + method.getName(), lines, parameters, deepest));
    depth = outerDepth;
    deepest = outerDeepest;
    return null;
  }

  @Override
  public @Nullable Void visitIf(IfTree branch, @Nullable Void nothing) {
    nested(() -> scan(List.of(branch.getCondition(), branch.getThenStatement()), null));
    StatementTree otherwise = branch.getElseStatement();
    // A chain of "else if" is one level, however long.
    return otherwise instanceof IfTree
        ? scan(otherwise, null)
        : nested(() -> scan(otherwise, null));
  }

  @Override
  public @Nullable Void visitForLoop(ForLoopTree loop, @Nullable Void nothing) {
    return nested(() -> super.visitForLoop(loop, null));
  }

  @Override
  public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree loop, @Nullable Void nothing) {
    return nested(() -> super.visitEnhancedForLoop(loop, null));
  }

  @Override
  public @Nullable Void visitWhileLoop(WhileLoopTree loop, @Nullable Void nothing) {
    return nested(() -> super.visitWhileLoop(loop, null));
  }

  @Override
  public @Nullable Void visitDoWhileLoop(DoWhileLoopTree loop, @Nullable Void nothing) {
    return nested(() -> super.visitDoWhileLoop(loop, null));
  }

  @Override
  public @Nullable Void visitSwitch(SwitchTree choice, @Nullable Void nothing) {
    return nested(() -> super.visitSwitch(choice, null));
  }

  @Override
  public @Nullable Void visitSwitchExpression(SwitchExpressionTree choice, @Nullable Void nothing) {
    return nested(() -> super.visitSwitchExpression(choice, null));
  }

  @Override
  public @Nullable Void visitSynchronized(SynchronizedTree block, @Nullable Void nothing) {
    monitors.add(where(block));
    return super.visitSynchronized(block, null);
  }

  @Override
  public @Nullable Void visitCatch(CatchTree handler, @Nullable Void nothing) {
    boolean named = handler.getParameter().getName().contentEquals("ignored");
    boolean reasoned = lineAt(start(handler)).contains("//");
    if (handler.getBlock().getStatements().isEmpty() && !(named && reasoned)) {
      emptyCatches.add(where(handler));
    }
    return super.visitCatch(handler, null);
  }

  private @Nullable Void nested(Supplier<@Nullable Void> branch) {
    depth++;
    deepest = Math.max(deepest, depth);
    branch.get();
    depth--;
    return null;
  }

  private String where(Tree tree) {
    return file.path() + ":" + lineOf(start(tree));
  }

  private long start(Tree tree) {
    return trees.getSourcePositions().getStartPosition(unit, tree);
  }

  private long end(Tree tree) {
    return trees.getSourcePositions().getEndPosition(unit, tree);
  }

  private long lineOf(long position) {
    return unit.getLineMap().getLineNumber(position);
  }

  /** From the given position to the end of its line. */
  private String lineAt(long position) {
    int from = (int) position;
    int end = file.text().indexOf('\n', from);
    return file.text().substring(from, end < 0 ? file.text().length() : end);
  }
}
