//! HTML from templates. A placeholder takes only [`Html`], and text becomes [`Html`] only by escaping.

/// Markup that may stand in a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Html(String);

impl Html {
    /// Escapes text for element content and quoted attributes.
    pub(super) fn text(text: &str) -> Self {
        let mut escaped = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '&' => escaped.push_str("&amp;"),
                '<' => escaped.push_str("&lt;"),
                '>' => escaped.push_str("&gt;"),
                '"' => escaped.push_str("&quot;"),
                '\'' => escaped.push_str("&#39;"),
                _ => escaped.push(c),
            }
        }
        Self(escaped)
    }

    /// Fixed markup of this crate.
    pub(super) fn markup(markup: &'static str) -> Self {
        Self(markup.to_owned())
    }

    /// JSON for a `<script type="application/json">`: no text in it can end the script or open a comment.
    pub(super) fn json(value: &serde_json::Value) -> Self {
        Self(value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
    }

    pub(super) fn push(&mut self, more: &Self) {
        self.0.push_str(&more.0);
    }

    pub(super) fn into_string(self) -> String {
        self.0
    }
}

impl FromIterator<Self> for Html {
    fn from_iter<I: IntoIterator<Item = Self>>(pieces: I) -> Self {
        Self(pieces.into_iter().map(|piece| piece.0).collect())
    }
}

/// Puts values into the placeholders `{{name}}` of a template. Placeholders inside a value are not replaced.
///
/// # Panics
/// If a placeholder has no value. Both are fixed in this crate.
pub(super) fn fill(template: &str, values: &[(&str, Html)]) -> Html {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template.trim_end_matches('\n');
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        let value = values.iter().find(|(known, _)| *known == name);
        let Some((_, Html(value))) = value else { panic!("no value for the placeholder {name}") };
        filled.push_str(before);
        filled.push_str(value);
        rest = after;
    }
    filled.push_str(rest);
    Html(filled)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn text_is_escaped() {
        let hostile = Html::text("\"'><script>alert(1)</script>&amp;");
        assert_eq!(hostile.into_string(), "&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;");
    }

    #[test]
    fn json_cannot_end_its_script() {
        let block = Html::json(&json!({"name": "</script><!-- & «ä» 😀"})).into_string();
        assert_eq!(block, "{\"name\":\"\\u003c/script\\u003e\\u003c!-- \\u0026 «ä» 😀\"}");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&block).unwrap()["name"],
            "</script><!-- & «ä» 😀"
        );
    }

    #[test]
    fn a_placeholder_inside_a_value_stays_text() {
        let filled = fill("<p>{{a}}</p>{{b}}\n", &[("a", Html::text("{{b}}")), ("b", Html::text("x"))]);
        assert_eq!(filled.into_string(), "<p>{{b}}</p>x");
    }
}
