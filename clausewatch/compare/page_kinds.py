"""Words of pages that are not a policy, and words of policies.

All in English, French, German, Swedish and Chinese.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


def _compile_any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Blocker:
    """A page that blocks the way to the document."""

    reason: str
    """One sentence for people."""
    pattern: re.Pattern[str]
    """Words that only such a page says."""


_CODE = r"(?:4(?:0[013-9]|1[0-8]|2[2-9]|51)|5(?:0\d|1[01]|2[0-6]|30))"
"""A status code of HTTP, which every language writes in the same way."""
_ERROR_PATTERNS = (
    # By itself and not as a number of the text: at the start or the end of a title or a clause.
    rf"(?:^|[|:!(\u00b7\u2013\u2014]\s?|\s-\s){_CODE}(?![\w/,.-])",
    rf"(?<![\w/,.-]){_CODE}(?=\s?(?:$|[|:!)\u00b7\u2013\u2014]|\s-\s))",
    rf"(?:http|error|code|status|erreur|fehler)\s?[:#]?\s?{_CODE}\b",
    r"page (?:was |is |could )?not (?:be )?found|not found|bad gateway",
    r"something went wrong|(?:internal|unexpected|application|parsing|server) error",
    r"an error (?:has )?occurred|(?:doesn.t|does not|no longer) exist|access denied|forbidden",
    r"page (?:est )?introuvable|n.existe (?:pas|plus)|une erreur|erreur (?:interne|serveur)",
    r"nicht gefunden|existiert nicht|fehler (?:ist )?aufgetreten|hittades inte|finns inte|ett fel",
    r"找不到|不存在|出错了|错误|parsererror|error on line \d",
)
BLOCKERS: Mapping[str, Blocker] = {
    "captcha": Blocker(
        "The page shows a CAPTCHA instead of the document.",
        _compile_any(
            (
                r"captcha|are (?:you )?(?:a )?(?:human|robot)|verify(?:ing)? (?:that )?you",
                r"checking your browser|unusual traffic|security check|just a moment",
                r"pas un robot|vérifi\w{1,30} que vous êtes|kein roboter|sicherheitsüberprüfung",
                r"inte en robot|人机验证|验证码|安全验证",
            )
        ),
    ),
    "maintenance": Blocker(
        "The site says that it is down for maintenance or offline.",
        _compile_any(
            (
                r"maintenance|be (?:right )?back (?:soon|shortly)|temporarily unavailable|offline",
                r"temporairement indisponible|momentanément|wartung|vorübergehend nicht",
                r"underhåll|tillfälligt|维护|暂时无法",
            )
        ),
    ),
    "error": Blocker("The page is an error message of the site.", _compile_any(_ERROR_PATTERNS)),
    "parked": Blocker(
        "The domain is parked or for sale.",
        _compile_any(
            (
                r"domain (?:name )?(?:is |may be )?for sale|buy this domain|domain (?:is )?parked",
                r"parked (?:free|domain)|domaine est à vendre|domain (?:steht )?zum verkauf",
                r"domänen är till salu|域名出售",
            )
        ),
    ),
    "consent-wall": Blocker(
        "A cookie banner blocks the document.",
        _compile_any(
            (
                r"(?:accept|agree|consent|reject|refus)\w{0,30}.{0,80}cookie",
                r"cookie.{0,120}(?:accept|agree|consent|reject|akzept|zustimm|einwillig|godkän)",
                r"before you continue|avant de continuer|bevor (?:sie|du) fort|innan du fortsätter",
            )
        ),
    ),
    "redirect": Blocker(
        "The page only sends the visitor on to another address.",
        _compile_any((r"redirect(?:ed|ing)|être redirigé|weitergeleitet|omdirigera|跳转",)),
    ),
    "script-shell": Blocker(
        "The page needs JavaScript.",
        _compile_any(
            (
                r"(?:enable|requires?|activate|need|turn on).{0,30}javascript",
                r"javascript.{0,40}(?:enable|required|disabled|aktivieren|désactivé|muss)",
                r"activer javascript|aktivera javascript|启用.{0,4}javascript",
            )
        ),
    ),
}
"""By the code of `Implausible`."""
ERROR_TITLE = _compile_any((*_ERROR_PATTERNS, r"\berror\b|\berreur\b|\bfehler\b|\boffline\b"))

LEGAL_WORD = re.compile(
    "^(?:"
    r"terms?|polic(?:y|ies)|agree\w*|personal|data|rights?|law\w*|legal\w*|liab\w*|consent|"
    r"purposes?|process\w*|collect\w*|disclos\w*|retain\w*|retention|third|part(?:y|ies)|"
    r"applicable|cookies?|licen[cs]\w*|warrant\w*|obligation\w*|privacy|comply|compliance|"
    r"prohibit\w*|données|personnelles?|droits?|loi|traitement\w*|conditions|utilisateurs?|"
    r"responsable|conformément|finalités?|consentement|obligations?|société|article|"
    r"daten\w*|personenbezogene\w*|rechte?|recht\w*|verarbeit\w*|nutzer\w*|nutzung\w*|"
    r"informationen|richtlinien?|einwilligung|vertrag\w*|gemäß|haftung|verantwortlich\w*|abs|"
    r"dsgvo|zweck\w*|uppgifter|personuppgifter|personuppgifts\w*|villkor\w*|avtal\w*|rätt\w*|"
    r"behandl\w*|ansvar\w*|enligt|kund\w*"
    ")$",
)
LEGAL_WORD_CJK = re.compile("个人信息|隐私|协议|条款|用户|服务|权利|法律|责任|同意|收集|使用|信息")
