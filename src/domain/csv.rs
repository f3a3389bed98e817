//! Lines of CSV for spreadsheet programs. No cell can run as a formula.

use super::language::Language;

/// A byte order mark. Without it, some programs do not recognize UTF-8.
pub const MARK: &str = "\u{feff}";
/// The first characters of cells that spreadsheet programs run as formulas.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The separator of cells.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Separator {
    /// The separator of RFC 4180.
    #[default]
    Comma,
    /// The separator that spreadsheet programs expect where the comma is the decimal mark.
    Semicolon,
}

impl Separator {
    /// The separator that spreadsheet programs expect for a language. All languages except English use the comma as
    /// decimal mark (Unicode CLDR, numbers).
    #[must_use]
    pub fn for_language(language: Language) -> Self {
        match language {
            Language::En => Self::Comma,
            Language::Ru
            | Language::De
            | Language::Es
            | Language::PtBr
            | Language::Fr
            | Language::Pl
            | Language::Uk => Self::Semicolon,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Comma => ",",
            Self::Semicolon => ";",
        }
    }
}

/// One line with commas.
#[must_use]
pub fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    line_with(Separator::Comma, cells)
}

/// One line with this separator.
#[must_use]
pub fn line_with<'a>(separator: Separator, cells: impl IntoIterator<Item = &'a str>) -> String {
    let mut line = cells.into_iter().map(cell).collect::<Vec<_>>().join(separator.as_str());
    line.push_str("\r\n");
    line
}

fn cell(text: &str) -> String {
    let harmless = if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() };
    if harmless.contains([',', ';', '"', '\n', '\r', '\t']) {
        format!("\"{}\"", harmless.replace('"', "\"\""))
    } else {
        harmless
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_becomes_a_formula_or_breaks_its_line() {
        assert_eq!(line(["1", "a,b", "say \"hi\"", ""]), "1,\"a,b\",\"say \"\"hi\"\"\",\r\n");
        for start in ["=1+1", "+1", "-1", "@a", "\ta", "\ra"] {
            assert!(line([start]).trim_start_matches('"').starts_with('\''), "{start:?}");
        }
        assert_eq!(line(["a\nb"]), "\"a\nb\"\r\n");
        assert_eq!(line_with(Separator::for_language(Language::De), ["1", "a;b", "c"]), "1;\"a;b\";c\r\n");
    }
}
