/** Domains at which anybody can have an address: they say nothing of where a person works. */

const providers = new Set(
  [
    'gmail.com googlemail.com yahoo.com ymail.com rocketmail.com outlook.com hotmail.com live.com msn.com passport.com',
    'icloud.com me.com mac.com aol.com aim.com proton.me protonmail.com pm.me gmx.com gmx.net gmx.de gmx.at gmx.ch mail.com',
    'web.de t-online.de freenet.de arcor.de online.de posteo.de mailbox.org tutanota.com tuta.io vodafone.de',
    'telia.com telia.se bredband.net comhem.se spray.se passagen.se swipnet.se home.se glocalnet.net bahnhof.se tele2.se',
    'btinternet.com sky.com virginmedia.com ntlworld.com talktalk.net blueyonder.co.uk tiscali.co.uk',
    'comcast.net verizon.net att.net sbcglobal.net cox.net charter.net earthlink.net bellsouth.net',
    'orange.fr free.fr laposte.net wanadoo.fr sfr.fr libero.it virgilio.it tiscali.it wp.pl o2.pl onet.pl seznam.cz',
    'online.no broadpark.no jubii.dk mail.dk tdcadsl.dk luukku.com kolumbus.fi suomi24.fi',
    'mail.ru yandex.ru yandex.com bk.ru list.ru inbox.ru qq.com 163.com 126.com sina.com naver.com fastmail.com fastmail.fm zoho.com hey.com'
  ].flatMap((line) => line.split(' '))
)

/** Providers that have a domain in many countries: `yahoo.co.uk`, `hotmail.se`, `live.no`. */
const everywhere = /^(?:yahoo|ymail|hotmail|outlook|live|gmx|msn|yandex)\.(?:[a-z]{2,3}|co\.[a-z]{2}|com\.[a-z]{2})$/

/** Whether anybody can have an address at this domain. In ASCII, in lower case. */
export const isFreeMail = (domain: string): boolean => providers.has(domain) || everywhere.test(domain)
