//! The languages of the app, and their codes in portals and browsers.
//!
//! Bitrix24's `LANG` is not an ISO code: `la` is Latin American Spanish, `br` Brazilian Portuguese, `ua` Ukrainian. An
//! unknown code becomes English, so that a page always has a language.

/// A language. Every text of the app exists in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Language {
    /// English; also used for an unknown language.
    #[default]
    En,
    /// Russian.
    Ru,
    /// German.
    De,
    /// Spanish.
    Es,
    /// Brazilian Portuguese.
    PtBr,
    /// French.
    Fr,
    /// Polish.
    Pl,
    /// Ukrainian.
    Uk,
}

impl Language {
    /// All languages, English first.
    pub const ALL: [Self; 8] =
        [Self::En, Self::Ru, Self::De, Self::Es, Self::PtBr, Self::Fr, Self::Pl, Self::Uk];

    /// Reads a portal's `LANG`. Belarusian and Kazakh portals get Russian, the closest language of the app.
    #[must_use]
    pub fn from_bitrix(lang: &str) -> Self {
        Self::find(lang).unwrap_or_default()
    }

    /// Reads a browser's `Accept-Language`. The known language with the highest weight wins; with equal weights, the
    /// first one.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Self {
        let mut best: Option<(u16, Self)> = None;
        for entry in header.split(',').take(32) {
            let mut parts = entry.split(';');
            let Some(language) = parts.next().map(str::trim).and_then(Self::find) else { continue };
            let weight = parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(1000, thousandths);
            if weight > best.map_or(0, |(weight, _)| weight) {
                best = Some((weight, language));
            }
        }
        best.map(|(_, language)| language).unwrap_or_default()
    }

    /// The BCP 47 tag, for the `lang` attribute of a page.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
            Self::De => "de",
            Self::Es => "es",
            Self::PtBr => "pt-BR",
            Self::Fr => "fr",
            Self::Pl => "pl",
            Self::Uk => "uk",
        }
    }

    /// The portal's code, for the `LANG_ALL` of `placement.bind`.
    #[must_use]
    pub fn bitrix_code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
            Self::De => "de",
            Self::Es => "la",
            Self::PtBr => "br",
            Self::Fr => "fr",
            Self::Pl => "pl",
            Self::Uk => "ua",
        }
    }

    /// The language of a portal's code or of a tag such as `de-AT`. The region is ignored.
    fn find(code: &str) -> Option<Self> {
        let code = code.trim().to_ascii_lowercase();
        let base = code.split(['-', '_']).next().unwrap_or_default();
        match base {
            "en" => Some(Self::En),
            "ru" | "by" | "be" | "kz" | "kk" => Some(Self::Ru),
            "de" => Some(Self::De),
            "la" | "es" => Some(Self::Es),
            "br" | "pt" => Some(Self::PtBr),
            "fr" => Some(Self::Fr),
            "pl" => Some(Self::Pl),
            "ua" | "uk" => Some(Self::Uk),
            _ => None,
        }
    }
}

/// A quality value such as `0.8` in thousandths. A malformed one is 0.
fn thousandths(quality: &str) -> u16 {
    let (whole, fraction) = quality.trim().split_once('.').unwrap_or((quality.trim(), ""));
    let digits = fraction.bytes().take(3).chain(std::iter::repeat(b'0')).take(3);
    let mut value = match whole {
        "0" => 0_u16,
        "1" => return 1000,
        _ => return 0,
    };
    for digit in digits {
        if !digit.is_ascii_digit() {
            return 0;
        }
        value = value * 10 + u16::from(digit - b'0');
    }
    value
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn portal_codes_that_are_not_iso_are_understood() {
        for (code, language) in [
            ("la", Language::Es),
            ("br", Language::PtBr),
            ("ua", Language::Uk),
            ("UA", Language::Uk),
            ("kz", Language::Ru),
            ("by", Language::Ru),
            ("pt-BR", Language::PtBr),
            ("tc", Language::En),
            ("", Language::En),
        ] {
            assert_eq!(Language::from_bitrix(code), language, "{code:?}");
        }
    }

    #[test]
    fn every_code_maps_back_to_its_language() {
        for language in Language::ALL {
            assert_eq!(Language::from_bitrix(language.bitrix_code()), language);
            assert_eq!(Language::from_bitrix(language.tag()), language);
        }
    }

    #[test]
    fn the_known_language_with_the_highest_weight_wins() {
        for (header, language) in [
            ("de-AT,de;q=0.9,en;q=0.8", Language::De),
            ("ja, en;q=0.3, fr;q=0.7", Language::Fr),
            ("pl;q=0, uk;q=0.001", Language::Uk),
            ("es;q=x, ru;q=0.5", Language::Ru),
            ("*", Language::En),
            ("", Language::En),
        ] {
            assert_eq!(Language::from_accept_language(header), language, "{header:?}");
        }
    }
}
