// Leaves of what japicmp compares the types that the older version promised to keep: those that it marked STABLE, by
// themselves, by the type around them, or by their package.
import javassist.CtClass
import javassist.bytecode.AnnotationsAttribute

def mark(CtClass type) {
  def marks = type.classFile2.getAttribute(AnnotationsAttribute.visibleTag)
  return marks?.getAnnotation('org.apiguardian.api.API')?.getMemberValue('status')?.value
}

def status(CtClass type) {
  for (CtClass around = type; around != null; around = around.declaringClass) {
    def own = mark(around)
    if (own != null) {
      return own
    }
  }
  def itsPackage = type.classPool.getOrNull(type.packageName + '.package-info')
  return itsPackage == null ? null : mark(itsPackage)
}

jApiClasses.removeIf { type ->
  !type.oldClass.isPresent() || status(type.oldClass.get()) != 'STABLE'
}
return jApiClasses
