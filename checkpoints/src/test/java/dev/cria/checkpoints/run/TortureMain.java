package dev.cria.checkpoints.run;

/** Runs a row of docs/reliability.md without Maven; counts and seed are system properties. */
final class TortureMain {

    private TortureMain() {}

    /**
     * @param arguments the row, as {@code scripts/torture} calls it
     */
    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "power-loss" -> new PowerLossTest().whatWasAcknowledgedComesBackBitForBit();
            case "full-disk" -> FullDiskMain.main(new String[] {arguments[1], arguments[2]});
            case "full-disk-fake" -> {
                new FullDiskTest().everySizeUpToTwiceTheNeedIsAllOrNothing();
                new FullDiskTest().everyOperationThatFindsNoRoomIsAllOrNothing();
            }
            case "flaky-disk" -> new FlakyDiskTest().manyFailuresAtRandom();
            case "corruption" -> new CorruptionTest().everyDamageIsFoundBeforeTheCheckpointIsUsed();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.out.println(arguments[0] + ": passed");
    }
}
