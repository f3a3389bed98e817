//! Lines of CSV for spreadsheet programs: no cell that they would run as a formula.

use super::language::Language;

/// Without it, some programs take UTF-8 for the local code page.
pub const MARK: &str = "\u{feff}";
/// What makes a spreadsheet program take a cell for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// What stands between the cells of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Separator {
    /// As in RFC 4180.
    #[default]
    Comma,
    /// Where the comma is the decimal mark, spreadsheet programs open nothing else as a table.
    Semicolon,
}

impl Separator {
    /// What spreadsheet programs expect where a language is spoken: the decimal mark is a comma everywhere but in
    /// English (Unicode CLDR, numbers).
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

/// One line.
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
