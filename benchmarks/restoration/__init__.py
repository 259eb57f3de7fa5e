"""How well stripped text is restored: accuracy, harm, engines, ablation, calibration, speed."""
