@echo off
rem Runs Parigot on Windows, with the Java in the folder runtime, if there is one: else it needs Java 17 or later.
rem
rem   JAVA_HOME          the Java; else the java on the PATH
rem   PARIGOT_JVM_FLAGS  further flags for the JVM, separated by spaces
setlocal

for %%i in ("%~dp0..") do set "PARIGOT_ARCHIVE=%%~fi"
set "PARIGOT_COMMAND=%~f0"

if exist "%PARIGOT_ARCHIVE%\runtime\bin\java.exe" (
  set "PARIGOT_JAVA=%PARIGOT_ARCHIVE%\runtime\bin\java.exe"
) else if defined JAVA_HOME (
  set "PARIGOT_JAVA=%JAVA_HOME%\bin\java.exe"
) else (
  set "PARIGOT_JAVA=java.exe"
)

rem A JVM answers 1 to flags that it does not know, which is how its version is asked for without reading it.
set "PARIGOT_NEW_FLAGS="
"%PARIGOT_JAVA%" --sun-misc-unsafe-memory-access=allow -version >nul 2>&1
if not errorlevel 1 set "PARIGOT_NEW_FLAGS=--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
"%PARIGOT_JAVA%" --add-modules java.base -version >nul 2>&1
if errorlevel 1 (
  echo parigot: there is no java: install a JDK of version 17 or later, or set JAVA_HOME. 1>&2
  exit /b 193
)

set /a PARIGOT_CARRIERS=NUMBER_OF_PROCESSORS * 4
if %PARIGOT_CARRIERS% lss 8 set PARIGOT_CARRIERS=8

"%PARIGOT_JAVA%" %PARIGOT_JVM_FLAGS% %PARIGOT_NEW_FLAGS% -XX:-DontCompileHugeMethods -XX:-ClipInlining -Xss4m ^
  -XX:MaxRAMPercentage=70 -Djdk.virtualThreadScheduler.parallelism=%PARIGOT_CARRIERS% ^
  -Djdk.virtualThreadScheduler.maxPoolSize=32767 ^
  -cp "%PARIGOT_ARCHIVE%\lib\*" parigot.cli.Main %*
exit /b %ERRORLEVEL%
