//! Lines of CSV for spreadsheet programs: no cell that they would run as a formula.

/// Without it, some programs take UTF-8 for the local code page.
pub const MARK: &str = "\u{feff}";
/// What makes a spreadsheet program take a cell for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// One line.
#[must_use]
pub fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let mut line = cells.into_iter().map(cell).collect::<Vec<_>>().join(",");
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
    fn no_cell_is_a_formula_and_none_breaks_its_line() {
        assert_eq!(line(["1", "a,b", "say \"hi\"", ""]), "1,\"a,b\",\"say \"\"hi\"\"\",\r\n");
        for start in ["=1+1", "+1", "-1", "@a", "\ta", "\ra"] {
            assert!(line([start]).trim_start_matches('"').starts_with('\''), "{start:?}");
        }
        assert_eq!(line(["a\nb"]), "\"a\nb\"\r\n");
    }
}
