/** Files that a system runs, installs, mounts or follows when they are opened: never imported unless the user wants them (B7). */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** What Outlook itself does not let anybody open. */
const blockedByOutlook = words(`
  ade adp app appcontent-ms application appref-ms asp aspx asx bas bat bgi cab cer chm cmd cnt com cpl crt csh der diagcab exe
  fxp gadget grp hlp hpj hta htc inf ins isp its jar jnlp js jse ksh lnk mad maf mag mam maq mar mas mat mau mav maw mcf mda
  mdb mde mdt mdw mdz msc msh msh1 msh1xml msh2 msh2xml mshxml msi msp mst msu ops osd pcd pif pl plg prf prg printerexport
  ps1 ps1xml ps2 ps2xml psc1 psc2 psd1 psdm1 pst py pyc pyo pyw pyz pyzw reg scf scr sct settingcontent-ms shb shs theme tmp
  udl url vb vbe vbp vbs vhd vhdx vsmacros vsw webpnp website ws wsb wsc wsf wsh xbap xll xnk
`)

/** Programs, scripts, packages and disk images of other systems and runtimes, and add-ins of Office, which are nothing but code. */
const blockedBesides = words(`
  air apk appimage appinstaller appx appxbundle bash bundle cjs class command crx deb desktop dex dll dmg drv dylib elf fish img ipa iso jsp
  ko library-ms lua mjs mobileconfig msix msixbundle ocx phar php phtml pkg ppa ppam psm1 rb rpm run scpt scptd search-ms
  searchconnector-ms service sh so swf sys tcl themepack vxd wasm wll workflow xla xlam xpi zsh
`)

/**
 * Whether an extension, in lower case and without the dot, is that of something executable. Documents with macros are not:
 * Outlook delivers those too, and Office asks before it runs anything in them.
 */
export const isExecutableExtension = (extension: string): boolean => blockedByOutlook.has(extension) || blockedBesides.has(extension)

const executableMimeTypes = words(`
  application/bat application/ecmascript application/hta application/java-archive application/java-vm application/javascript
  application/msix application/vnd.android.package-archive application/vnd.apple.installer+xml application/vnd.debian.binary-package
  application/vnd.microsoft.portable-executable application/vnd.ms-htmlhelp application/wasm application/x-apple-diskimage
  application/x-bat application/x-csh application/x-debian-package application/x-dosexec application/x-elf application/x-executable
  application/x-httpd-php application/x-iso9660-image application/x-java-applet application/x-java-archive application/x-java-jnlp-file
  application/x-java-vm application/x-javascript application/x-mach-binary application/x-mobileconfig application/x-ms-application
  application/x-ms-dos-executable application/x-ms-installer application/x-ms-shortcut application/x-msdos-program
  application/x-msdownload application/x-msi application/x-perl application/x-php application/x-pie-executable application/x-python-code
  application/x-redhat-package-manager application/x-rpm application/x-ruby application/x-sh application/x-sharedlib
  application/x-shellscript application/x-shockwave-flash application/x-tcl application/x-vbs application/x-wine-extension-ini
  application/x-xpinstall application/x.ms.shortcut text/ecmascript text/javascript text/vbscript text/x-bat text/x-msdos-batch text/x-perl
  text/x-php text/x-powershell text/x-python text/x-ruby text/x-script.python text/x-sh text/x-shellscript text/x-vbscript
`)

/** Whether a MIME type, in lower case and without parameters, is that of something executable. */
export const isExecutableMimeType = (mimeType: string): boolean => executableMimeTypes.has(mimeType)
