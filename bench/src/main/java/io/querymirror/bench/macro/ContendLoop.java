package io.querymirror.bench.macro;

import com.example.contend.Contenders;
import io.querymirror.bench.child.Child;
import java.util.Map;

/** The contended application, at work when it is asked: {@code run MILLIS}. */
final class ContendLoop {
  private ContendLoop() {}

  public static void main(String[] args) throws Exception {
    try (Contenders contenders = new Contenders(args)) {
      Child.serve(
          words -> {
            long before = contenders.statements();
            contenders.run(Long.parseLong(words[1]));
            if (!contenders.said().endsWith("trouble=[]")) {
              throw new IllegalStateException(contenders.said());
            }
            return Map.of("statements", (double) (contenders.statements() - before));
          });
    }
  }
}
