/*
 *  Copyright 2016 Alexey Andreev.
 *
 *  Licensed under the Apache License, Version 2.0 (the "License");
 *  you may not use this file except in compliance with the License.
 *  You may obtain a copy of the License at
 *
 *       http://www.apache.org/licenses/LICENSE-2.0
 *
 *  Unless required by applicable law or agreed to in writing, software
 *  distributed under the License is distributed on an "AS IS" BASIS,
 *  WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 *  See the License for the specific language governing permissions and
 *  limitations under the License.
 */
package org.teavm.backend.wasm.generate;

import java.util.List;
import java.util.function.Predicate;
import org.teavm.ast.RegularMethodNode;
import org.teavm.ast.VariableNode;
import org.teavm.ast.decompilation.Decompiler;
import org.teavm.backend.wasm.binary.BinaryWriter;
import org.teavm.backend.wasm.debug.info.VariableType;
import org.teavm.backend.wasm.model.WasmFunction;
import org.teavm.backend.wasm.model.WasmLocal;
import org.teavm.backend.wasm.model.WasmType;
import org.teavm.interop.Export;
import org.teavm.model.AnnotationReader;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderSource;
import org.teavm.model.ElementModifier;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReader;
import org.teavm.model.MethodReference;

/**
 * Makes a function of a method. It stands in the place of TeaVM's class of this name, and does what
 * that does, but for {@link NestedTries}.
 */
public final class WasmGenerator {
  private final Decompiler decompiler;
  private final ClassHolderSource classes;
  private final WasmGenerationContext context;
  private final WasmClassGenerator classGenerator;
  private final BinaryWriter binaryWriter;
  private final Predicate<MethodReference> asyncMethods;

  /** Called by TeaVM. */
  public WasmGenerator(
      Decompiler decompiler,
      ClassHolderSource classes,
      WasmGenerationContext context,
      WasmClassGenerator classGenerator,
      BinaryWriter binaryWriter,
      Predicate<MethodReference> asyncMethods) {
    this.decompiler = decompiler;
    this.classes = classes;
    this.context = context;
    this.classGenerator = classGenerator;
    this.binaryWriter = binaryWriter;
    this.asyncMethods = asyncMethods;
  }

  /** Makes the function of a method, of the body that it has or shares with another. */
  public WasmFunction generate(MethodReference reference, MethodHolder bodyMethod) {
    ClassHolder type = classes.get(reference.getClassName());
    MethodHolder method = type.getMethod(reference.getDescriptor());
    RegularMethodNode node = decompiler.decompileRegular(bodyMethod);
    NestedTries.keepApart(node);
    WasmFunction function = context.functions().forMethod(method);
    int firstVariable = method.hasModifier(ElementModifier.STATIC) ? 1 : 0;
    List<VariableNode> variables = node.getVariables();
    for (VariableNode variable : variables.subList(firstVariable, variables.size())) {
      WasmType wasmType =
          variable.getType() != null
              ? WasmGeneratorUtil.mapType(variable.getType())
              : WasmType.INT32;
      WasmLocal local = new WasmLocal(wasmType, variable.getName());
      local.setJavaType(javaType(variable.getType()));
      function.add(local);
    }
    new WasmGenerationVisitor(
            context,
            classGenerator,
            binaryWriter,
            function,
            reference,
            firstVariable,
            asyncMethods.test(reference))
        .generate(node.getBody(), function.getBody());
    AnnotationReader export = method.getAnnotations().get(Export.class.getName());
    if (export != null) {
      function.setExportName(export.getValue("name").getString());
    }
    return function;
  }

  private static VariableType javaType(org.teavm.model.util.VariableType type) {
    return switch (type) {
      case INT -> VariableType.INT;
      case LONG -> VariableType.LONG;
      case FLOAT -> VariableType.FLOAT;
      case DOUBLE -> VariableType.DOUBLE;
      default -> VariableType.OBJECT;
    };
  }

  /** Makes the function of a method that the host has. */
  public WasmFunction generateNative(MethodReader method) {
    WasmFunction function = context.functions().forMethod(method);
    WasmGenerationContext.ImportedMethod imported =
        context.getImportedMethod(method.getReference());
    if (imported == null) {
      function.setImportName("<unknown>");
    } else {
      function.setImportName(imported.name);
      function.setImportModule(imported.module);
    }
    return function;
  }
}
