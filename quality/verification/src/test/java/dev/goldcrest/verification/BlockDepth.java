package dev.goldcrest.verification;

import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreeScanner;

/**
 * How deep control statements nest in a method: 1 for none. An {@code else if} is as deep as its
 * {@code if}.
 */
final class BlockDepth extends TreeScanner<Void, Integer> {
  private int deepest = 1;

  static int of(MethodTree method) {
    BlockDepth depth = new BlockDepth();
    depth.scan(method.getBody(), 1);
    return depth.deepest;
  }

  private int deeper(int depth) {
    deepest = Math.max(deepest, depth + 1);
    return depth + 1;
  }

  @Override
  public Void visitIf(IfTree node, Integer depth) {
    scan(node.getThenStatement(), deeper(depth));
    StatementTree otherwise = node.getElseStatement();
    return otherwise instanceof IfTree ? scan(otherwise, depth) : scan(otherwise, depth + 1);
  }

  @Override
  public Void visitForLoop(ForLoopTree node, Integer depth) {
    return scan(node.getStatement(), deeper(depth));
  }

  @Override
  public Void visitEnhancedForLoop(EnhancedForLoopTree node, Integer depth) {
    return scan(node.getStatement(), deeper(depth));
  }

  @Override
  public Void visitWhileLoop(WhileLoopTree node, Integer depth) {
    return scan(node.getStatement(), deeper(depth));
  }

  @Override
  public Void visitDoWhileLoop(DoWhileLoopTree node, Integer depth) {
    return scan(node.getStatement(), deeper(depth));
  }

  @Override
  public Void visitTry(TryTree node, Integer depth) {
    return super.visitTry(node, deeper(depth));
  }

  @Override
  public Void visitSwitch(SwitchTree node, Integer depth) {
    return super.visitSwitch(node, deeper(depth));
  }
}
