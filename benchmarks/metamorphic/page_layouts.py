"""Page layouts as sites build them, and short policies in further languages."""

import re

_NAV = "".join(
    f'<li><a href="/{n.lower()}">{n}</a></li>'
    for n in ("Product", "Pricing", "Blog", "Customers", "Log in")
)
_FOOT = "".join(
    f'<li><a href="/{n.lower()}">{n}</a></li>'
    for n in ("About", "Jobs", "Press", "Terms", "Privacy", "Cookies", "Status")
)


def _render_semantic(title: str, name: str, body: str) -> str:
    return (
        f"<header><a href='/'>{name}</a><nav><ul>{_NAV}</ul></nav></header><main><article>"
        f"<h1>{title}</h1>{body}</article></main><footer><ul>{_FOOT}</ul><p>\u00a9 2026 {name}</p></footer>"
    )


def _render_hashed(_title: str, name: str, body: str) -> str:
    return (
        f"<div id='__next'><div class='css-1k2'><div class='css-9aa'><a href='/'>{name}</a><ul>{_NAV}"
        f"</ul></div></div><div class='css-77b'><div class='css-0c1'><div class='css-4d4'>{body}</div>"
        f"</div></div><div class='css-5ee'><ul>{_FOOT}</ul><div>{name} 2026</div></div></div>"
    )


def _render_tables(title: str, name: str, body: str) -> str:
    return (
        f"<table width='900'><tr><td colspan='2'><b>{name}</b> | <a href='/'>Home</a> | <a href='/faq'>"
        f"FAQ</a></td></tr><tr><td width='150'><a href='/a'>News</a><br><a href='/b'>Forum</a></td><td>"
        f"<font size='5'>{title}</font>{body}</td></tr><tr><td colspan='2'>Copyright 2026</td></tr></table>"
    )


def _render_help(title: str, name: str, body: str) -> str:
    return (
        f"<header class='hc'><a href='/'>{name} Help</a></header><div class='hc-body'><ol class='crumbs'>"
        f"<li><a href='/'>Help</a></li><li><a href='/l'>Legal</a></li></ol><section class='sections'><ul>"
        f"<li><a href='/1'>Community rules</a></li><li><a href='/2'>Refund rules</a></li></ul></section>"
        f"<article><h1>{title}</h1><div class='article-body'>{body}</div><div class='votes'>Was this"
        f" article helpful? <button>Yes</button><button>No</button></div></article></div><footer>"
        f"<ul>{_FOOT}</ul></footer>"
    )


def _render_folded(title: str, name: str, body: str) -> str:
    parts = re.split(r"(?=<h[23]>)", body)
    made = [parts[0]]
    for part in parts[1:]:
        head, _, rest = part.partition("\n")
        made.append(
            f"<div class='acc-item'><div class='acc-head' role='button'>{head}</div>"
            f"<div class='acc-panel' hidden>{rest}</div></div>"
        )
    return (
        f"<div class='top'><a href='/'>{name}</a><ul>{_NAV}</ul></div><div class='page'><h1>{title}</h1>"
        f"<div class='acc'>{''.join(made)}</div></div><div class='bottom'><ul>{_FOOT}</ul></div>"
    )


def _render_builder(title: str, name: str, body: str) -> str:
    return (
        f"<div class='w-nav'><a href='/'>{name}</a><nav role='navigation'>{_NAV}</nav></div><section"
        f" class='sec'><div class='w-container'><h1>{title}</h1></div></section><section class='sec'><div"
        f" class='w-container'><div class='w-richtext'>{body}</div></div></section><section class='sec"
        f" cta'><h2>Ready to start?</h2><a href='/s'>Try {name}</a></section><div class='w-foot'><ul>"
        f"{_FOOT}</ul></div>"
    )


def _render_bare(title: str, _name: str, body: str) -> str:
    return f"<h1>{title}</h1>{body}"


LAYOUTS = (
    _render_semantic,
    _render_hashed,
    _render_tables,
    _render_help,
    _render_folded,
    _render_builder,
    _render_bare,
)


def render_page(number: int, name: str, kind: str, body: str) -> str:
    """Return a page with one of the layouts around a document."""
    inner = LAYOUTS[number % len(LAYOUTS)](kind, name, body)
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{kind} | {name}</title></head>"
        f"<body>{inner}</body></html>"
    )


POLICIES = {
    "es": """Pol\u00edtica de privacidad
=====

Lumenforge S.L. ofrece un estudio de im\u00e1genes en l\u00ednea y es responsable de los datos.

## Qu\u00e9 recogemos

Recogemos los textos que usted escribe y las im\u00e1genes que sube al estudio. Guardamos los textos durante 30 d\u00edas.

Podemos compartir datos t\u00e9cnicos con las empresas que alojan nuestros servidores. No vendemos datos personales.

*   Copia de los datos que tenemos sobre usted en un formato com\u00fan
*   Borrado de la cuenta junto con todas sus im\u00e1genes

## Sus derechos

Usted puede oponerse en cualquier momento escribiendo a datos@lumenforge.example. Respondemos en un mes.

El servicio no est\u00e1 dirigido a menores de 16 a\u00f1os, que deben pedir permiso a sus padres.

Solo los tribunales de Valencia son competentes para los litigios sobre esta pol\u00edtica.
""",
    "it": """Informativa sulla privacy
=====

Lumenforge S.r.l. gestisce uno studio di immagini online ed \u00e8 titolare del trattamento.

## Che cosa raccogliamo

Raccogliamo i testi che lei scrive e le immagini che carica. Conserviamo i testi per 30 giorni.

Possiamo condividere dati tecnici con le aziende che ospitano i nostri server. Non vendiamo dati personali.

*   Copia dei dati che abbiamo su di lei in un formato comune
*   Cancellazione del profilo insieme a tutte le immagini

## I suoi diritti

Lei pu\u00f2 opporsi in ogni momento scrivendo a dati@lumenforge.example. Rispondiamo entro un mese.

Il servizio non \u00e8 rivolto a minori di 16 anni, che devono chiedere il permesso ai genitori.

Per le controversie su questa informativa \u00e8 competente il tribunale di Bologna.
""",
    "nl": """Privacybeleid
=====

Lumenforge B.V. biedt een beeldstudio op het web en is verantwoordelijk voor de gegevens.

## Wat wij verzamelen

Wij verzamelen de teksten die u typt en de beelden die u uploadt. Wij bewaren teksten 30 dagen.

Wij kunnen technische gegevens delen met bedrijven die onze servers beheren. Wij verkopen gegevens niet aan derden.

*   Kopie van de gegevens die wij over u hebben in een gangbaar formaat
*   Verwijdering van het account samen met alle beelden

## Uw rechten

U kunt op elk moment bezwaar maken via privacy@lumenforge.example. Wij antwoorden binnen een maand.

De dienst is niet bedoeld voor personen onder de 16 jaar zonder toestemming van de ouders.

Geschillen over dit beleid worden voorgelegd aan de rechter in Utrecht.
""",
    "pt": """Pol\u00edtica de privacidade
=====

A Lumenforge Lda. oferece um est\u00fadio de imagens na rede e \u00e9 respons\u00e1vel pelos dados.

## O que recolhemos

Recolhemos os textos que escreve e as imagens que carrega. Guardamos os textos durante 30 dias.

Podemos partilhar dados t\u00e9cnicos com as empresas que alojam os servidores. N\u00e3o vendemos dados pessoais.

*   C\u00f3pia dos dados que temos sobre si num formato comum
*   Elimina\u00e7\u00e3o da conta com todas as imagens

## Os seus direitos

Pode opor-se a qualquer momento escrevendo para dados@lumenforge.example. Respondemos no prazo de um m\u00eas.

O servi\u00e7o n\u00e3o se destina a menores de 16 anos, que devem pedir autoriza\u00e7\u00e3o aos pais.

Os lit\u00edgios sobre esta pol\u00edtica s\u00e3o da compet\u00eancia dos tribunais do Porto.
""",
    "pl": """Polityka prywatno\u015bci
=====

Lumenforge sp. z o.o. prowadzi studio obraz\u00f3w w sieci i jest administratorem danych.

## Co zbieramy

Zbieramy teksty, kt\u00f3re wpisujesz, oraz obrazy, kt\u00f3re przesy\u0142asz. Teksty przechowujemy przez 30 dni.

Mo\u017cemy udost\u0119pnia\u0107 dane techniczne firmom, kt\u00f3re utrzymuj\u0105 nasze serwery. Nie sprzedajemy danych osobowych.

*   Kopia danych, kt\u00f3re o tobie mamy, w powszechnym formacie
*   Usuni\u0119cie konta wraz ze wszystkimi obrazami

## Twoje prawa

Mo\u017cesz w ka\u017cdej chwili wnie\u015b\u0107 sprzeciw, pisz\u0105c na dane@lumenforge.example. Odpowiadamy w ci\u0105gu miesi\u0105ca.

Us\u0142uga nie jest przeznaczona dla os\u00f3b poni\u017cej 16 lat bez zgody rodzic\u00f3w.

Spory dotycz\u0105ce tej polityki rozstrzyga s\u0105d w Krakowie, zgodnie z prawem polskim.
""",
    "ja": """\u30d7\u30e9\u30a4\u30d0\u30b7\u30fc\u30dd\u30ea\u30b7\u30fc
=====

\u682a\u5f0f\u4f1a\u793e\u30eb\u30fc\u30e1\u30f3\u30d5\u30a9\u30fc\u30b8\u306f\u3001\u30a6\u30a7\u30d6\u4e0a\u3067\u753b\u50cf\u30b9\u30bf\u30b8\u30aa\u3092\u63d0\u4f9b\u3057\u3001\u500b\u4eba\u60c5\u5831\u3092\u7ba1\u7406\u3057\u307e\u3059\u3002

## \u53ce\u96c6\u3059\u308b\u60c5\u5831

\u304a\u5ba2\u69d8\u304c\u5165\u529b\u3057\u305f\u6587\u7ae0\u3068\u9001\u4fe1\u3057\u305f\u753b\u50cf\u3092\u53ce\u96c6\u3057\u307e\u3059\u3002\u6587\u7ae0\u306f\u4e09\u5341\u65e5\u9593\u4fdd\u5b58\u3057\u307e\u3059\u3002

\u30b5\u30fc\u30d0\u30fc\u3092\u904b\u7528\u3059\u308b\u4f1a\u793e\u3068\u6280\u8853\u60c5\u5831\u3092\u5171\u6709\u3059\u308b\u3053\u3068\u304c\u3042\u308a\u307e\u3059\u3002\u500b\u4eba\u60c5\u5831\u306f\u8ca9\u58f2\u3057\u307e\u305b\u3093\u3002

*   \u5f53\u793e\u304c\u4fdd\u6709\u3059\u308b\u304a\u5ba2\u69d8\u306e\u60c5\u5831\u306e\u5199\u3057\u3092\u4e00\u822c\u7684\u306a\u5f62\u5f0f\u3067\u53d7\u3051\u53d6\u308b\u6a29\u5229
*   \u30a2\u30ab\u30a6\u30f3\u30c8\u3068\u3059\u3079\u3066\u306e\u753b\u50cf\u3092\u524a\u9664\u3059\u308b\u6a29\u5229

## \u304a\u5ba2\u69d8\u306e\u6a29\u5229

privacy@lumenforge.example \u306b\u9023\u7d61\u3059\u308c\u3070\u3001\u3044\u3064\u3067\u3082\u7570\u8b70\u3092\u7533\u3057\u7acb\u3066\u308b\u3053\u3068\u304c\u3067\u304d\u307e\u3059\u3002\u4e00\u304b\u6708\u4ee5\u5185\u306b\u56de\u7b54\u3057\u307e\u3059\u3002

\u672c\u30b5\u30fc\u30d3\u30b9\u306f\u3001\u4fdd\u8b77\u8005\u306e\u540c\u610f\u304c\u306a\u3044\u5341\u516d\u6b73\u672a\u6e80\u306e\u65b9\u3092\u5bfe\u8c61\u3068\u3057\u3066\u3044\u307e\u305b\u3093\u3002

\u672c\u30dd\u30ea\u30b7\u30fc\u306b\u95a2\u3059\u308b\u7d1b\u4e89\u306f\u4eac\u90fd\u5730\u65b9\u88c1\u5224\u6240\u304c\u7ba1\u8f44\u3057\u307e\u3059\u3002
""",
}
"""Short policies of an invented platform by language, written for this benchmark."""
