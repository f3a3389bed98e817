//! Contact Eraser.
